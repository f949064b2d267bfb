# cmake -DNPM= -DNODE= -DSOURCE= -DWORK= -DOUTPUT= -P bundle.cmake: fetches the packages that
# package-lock.json pins and joins them. A failure leaves an empty bundle and a warning: the rest of
# the program does not depend on charts.

function(give_up why)
  message(WARNING "${why}: HTML reports of this build will have no charts")
  file(WRITE "${OUTPUT}" "")
endfunction()

file(MAKE_DIRECTORY "${WORK}")
if(NOT NPM OR NOT NODE)
  give_up("npm or node is missing")
  return()
endif()
foreach(name package.json package-lock.json .npmrc)
  configure_file("${SOURCE}/${name}" "${WORK}/${name}" COPYONLY)
endforeach()
execute_process(COMMAND "${NPM}" ci --ignore-scripts --no-audit --no-fund --loglevel=error
  WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE message)
if(failed)
  give_up("npm could not fetch the chart library (${message})")
  return()
endif()
execute_process(COMMAND "${NODE}" "${SOURCE}/bundle.mjs" "${WORK}/node_modules" "${OUTPUT}"
  RESULT_VARIABLE failed ERROR_VARIABLE message)
if(failed)
  give_up("the chart library could not be bundled (${message})")
endif()
