# Language level, warnings, sanitizers, linker and compiler cache for every project target.
# The flags live in one INTERFACE target, entente_flags, which each target links privately, so
# that third-party code is never compiled or judged by our warnings.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# Debug is for tests with millions of worlds, too: some optimisation, line tables only.
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")
set_property(GLOBAL PROPERTY USE_FOLDERS ON)

# Warnings are errors with the two compilers we support, and only warnings with any other.
set(supported OFF)
if((CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13) OR
   (CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 19
    AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 20))
  set(supported ON)
endif()
option(ENTENTE_WERROR "Treat warnings as errors" ${supported})

if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(ENTENTE_CCACHE ccache)
  if(ENTENTE_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${ENTENTE_CCACHE}")
  endif()
endif()

add_library(entente_flags INTERFACE)
target_compile_features(entente_flags INTERFACE cxx_std_20)
# Results are promised bit for bit on one CPU family: no fused multiply-add behind our back.
target_compile_options(entente_flags INTERFACE
  -ffp-contract=off -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion)
if(ENTENTE_WERROR)
  target_compile_options(entente_flags INTERFACE -Werror)
endif()

if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # std::stable_sort of libstdc++ 12 uses get_temporary_buffer, deprecated since C++17; only clang
  # says so, at our call.
  target_compile_options(entente_flags INTERFACE -Wno-deprecated-declarations)
  find_program(ENTENTE_LLD NAMES ld.lld-19 ld.lld)
  if(ENTENTE_LLD)
    target_link_options(entente_flags INTERFACE "--ld-path=${ENTENTE_LLD}")
  endif()
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Wrong for `"literal" + std::string&&` in g++ 12 (GCC bug 105651).
  target_compile_options(entente_flags INTERFACE -Wno-restrict)
  find_program(ENTENTE_MOLD mold)
  if(ENTENTE_MOLD)
    target_link_options(entente_flags INTERFACE -fuse-ld=mold)
  endif()
endif()

if(ENTENTE_SANITIZE)
  list(JOIN ENTENTE_SANITIZE "," ENTENTE_SANITIZE_LIST)
  set(ENTENTE_SANITIZE_FLAGS "-fsanitize=${ENTENTE_SANITIZE_LIST}" -fno-omit-frame-pointer
      -fno-sanitize-recover=all -g1)
  target_compile_options(entente_flags INTERFACE ${ENTENTE_SANITIZE_FLAGS})
  target_link_options(entente_flags INTERFACE ${ENTENTE_SANITIZE_FLAGS})
endif()

if(ENTENTE_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "ENTENTE_FUZZ needs clang (libFuzzer)")
  endif()
  # Coverage feedback in every layer; the fuzz targets alone link the fuzzer's main.
  target_compile_options(entente_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(entente_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
