# Types into an interactive shell, and waits for words to come onto its screen:
#
#     zsh -f type.zsh SHELL SETUP KEYS WORD…
#
# SHELL is a command, SETUP what it is told first. Ends with 0 as soon as all words are there; otherwise, after a while, with 1
# and what the screen had.
zmodload zsh/zpty
shell=$1 setup=$2 keys=$3
shift 3

# await WORD…: reads until all are on the screen.
await() {
  local more word missing end=$((SECONDS + 20))
  while ((SECONDS < end)); do
    while zpty -r -t screen more; do text+=$more; done
    missing=0
    for word; do [[ $text == *$word* ]] || missing=1; done
    ((missing)) || return 0
    sleep 0.05
  done
  return 1
}

zpty screen "$shell"
text=
# Written in two parts, so that the echo of what is typed is not taken for the answer.
zpty -w screen "$setup"$'\n'"echo rea''dy"
await ready || { print -r -- "the shell did not start: $text"; exit 1 }
text=
zpty -w -n screen "$keys"
await "$@" || { print -r -- "$text"; exit 1 }
