# What keeps a mistake in the code from being of use to whoever finds it. tests/hardening reads it off the executable.

# However it is compiled: addresses differ with every start, and once all symbols are bound (at once) nothing that
# calls go through can be written any more; nothing that can be written is executed.
add_link_options(-pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,separate-code)

# What ships. Every check that fails ends the process: the log makes that safe at any moment. Nothing defines NDEBUG, so
# that Asio's and Beast's own assertions hold as well. Sanitizers look for more, and want the memory as it is.
option(KIGEN_HARDEN "compile as what ships" OFF)
if(KIGEN_HARDEN AND NOT KIGEN_SANITIZE)
  set(kigen_hardening
    -fPIE
    -fstack-protector-strong
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3    # glibc's calls know how large what they write to is
    -D_GLIBCXX_ASSERTIONS                    # so do the containers
    -ftrivial-auto-var-init=zero)            # what was on the stack before is not to be read
  # Of this processor: probes of every page that the stack grows by; calls and returns that go where they may.
  include(CheckCXXCompilerFlag)
  foreach(flag -fstack-clash-protection -fcf-protection=full -mbranch-protection=standard)
    string(MAKE_C_IDENTIFIER "kigen_takes${flag}" takes)
    set(CMAKE_REQUIRED_FLAGS -Werror)
    check_cxx_compiler_flag(${flag} ${takes})
    unset(CMAKE_REQUIRED_FLAGS)
    if(${takes})
      list(APPEND kigen_hardening ${flag})
    endif()
  endforeach()
  target_compile_options(kigen_options INTERFACE ${kigen_hardening})
  if(kigen_takes_fcf_protection_full)
    # Debian's crt1.o says of itself neither that it can do with a shadow stack, which it can, nor that its entry is
    # marked for indirect branches, which it is not: the first is said for it, the second cannot be.
    add_link_options(-Wl,-z,shstk)
  endif()
endif()
