#pragma once

// What clang's -Wthread-safety is told; https://clang.llvm.org/docs/ThreadSafetyAnalysis.html explains each.
// Does not see into a lambda what its surroundings hold: a lambda that expects a mutex says REQUIRES as well.

#define CAPABILITY(what) __attribute__((capability(what)))
#define SCOPED_CAPABILITY __attribute__((scoped_lockable))
#define GUARDED_BY(mutex) __attribute__((guarded_by(mutex)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define ACQUIRE_SHARED(...) __attribute__((acquire_shared_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))
#define RELEASE_SHARED(...) __attribute__((release_shared_capability(__VA_ARGS__)))
/// Say why.
#define NO_THREAD_SAFETY_ANALYSIS __attribute__((no_thread_safety_analysis))
