// Compiled only to make the precompiled header beside it.
