# cmake -DNPM= -DNODE= -DSOURCE= -DWORK= -DAPI= -DOUTPUT= -P build_page.cmake: copies the page's sources
# to WORK, fetches the packages that package-lock.json pins, builds, and writes OUTPUT, a line a file:
#   ENTENTE_PAGE_FILE(0, "/index.html", "<where it lies>")
# A failure leaves an empty OUTPUT and a warning.

function(give_up why)
  message(WARNING "${why}: this build will have no page at the address of `entente serve`")
  file(WRITE "${OUTPUT}" "")
endfunction()

function(run what)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE failed
    OUTPUT_VARIABLE said ERROR_VARIABLE message)
  if(failed)
    set(trouble "${what} (${said}${message})" PARENT_SCOPE)
  endif()
endfunction()

file(MAKE_DIRECTORY "${WORK}")
if(NOT NPM OR NOT NODE)
  give_up("npm or node is missing")
  return()
endif()
file(REMOVE_RECURSE "${WORK}/src" "${WORK}/public" "${WORK}/dist")
file(COPY "${SOURCE}/" DESTINATION "${WORK}"
  PATTERN node_modules EXCLUDE PATTERN dist EXCLUDE PATTERN CMakeLists.txt EXCLUDE)
file(COPY "${API}" DESTINATION "${WORK}")

set(trouble "")
# The packages are fetched again only when the lock file changed.
file(SHA256 "${SOURCE}/package-lock.json" lock)
set(fetched "")
if(EXISTS "${WORK}/fetched.txt")
  file(READ "${WORK}/fetched.txt" fetched)
endif()
if(NOT fetched STREQUAL lock)
  # Not `npm ci`: it refuses a lock file that leaves out the bundler's builds for other systems, as
  # registries that do not carry them make it. The versions are those of the lock file all the same.
  run("npm could not fetch the packages" "${NPM}" install --ignore-scripts --no-audit --no-fund
      --loglevel=error)
  if(trouble)
    give_up("${trouble}")
    return()
  endif()
  file(WRITE "${WORK}/fetched.txt" "${lock}")
endif()
run("the page could not be built" "${NPM}" run build --silent)
if(trouble)
  # Not for lack of a network: a fault of the page's sources stops the build.
  message(FATAL_ERROR "${trouble}")
endif()

file(GLOB_RECURSE files RELATIVE "${WORK}/dist" "${WORK}/dist/*")
list(SORT files)
set(lines "")
set(number 0)
foreach(name IN LISTS files)
  string(APPEND lines "ENTENTE_PAGE_FILE(${number}, \"/${name}\", \"${WORK}/dist/${name}\")\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}" "${lines}")
