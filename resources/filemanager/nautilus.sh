#!/bin/sh
# $title: a script of the file manager, which names the chosen files in a variable.
printf '%s\n' "$${NAUTILUS_SCRIPT_SELECTED_FILE_PATHS:-$$CAJA_SCRIPT_SELECTED_FILE_PATHS}" | {
    IFS= read -r file
    [ -n "$$file" ] && exec $command "$$file"
}
