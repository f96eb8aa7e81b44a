#!/bin/bash
# fetch-texts.sh FOLDER: documentation packages of a Debian machine as plain text, a folder a kind. Needs apt-get, dpkg and groff; no root.
set -euo pipefail
folder=$(realpath -m "${1:?usage: fetch-texts.sh FOLDER}")
packages=(python3.11-doc manpages manpages-dev dict-gcide dict-foldoc jargon-text)
mkdir -p "$folder/packages" "$folder/unpacked" "$folder/texts"
(cd "$folder/packages" && apt-get download "${packages[@]}")
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder/unpacked"; done
cd "$folder/unpacked/usr/share"

# Python's manual: the reStructuredText sources beside its pages.
mkdir -p "$folder/texts/python-docs"
cp -r doc/python3.11/html/_sources/. "$folder/texts/python-docs"

# Manual pages, set at 78 columns, ragged right, without hyphens, bold and underlining. Pages that only name another page are left out.
for page in man/man?/*.gz; do
    zcat "$page" | grep -q '^\.so ' && continue
    target="$folder/texts/manual-pages/$(basename "${page%.gz}").txt"
    mkdir -p "$(dirname "$target")"
    zcat "$page" | sed '/^\.TH/a .ad l\n.nh' | groff -k -t -man -Tutf8 -rLL=78n -P-cbou 2>/dev/null >"$target"
done

# Dictionaries: what dictd serves is gzip. Sources named after every sense of the English dictionary are left out.
mkdir -p "$folder/texts/english-dictionary" "$folder/texts/computing-dictionary" "$folder/texts/jargon"
split_entries() { iconv -f utf-8 -t utf-8 -c | split --lines=1000 --numeric-suffixes --suffix-length=4 --additional-suffix=.txt - "$1/part"; }
gzip -dc <dictd/gcide.dict.dz | grep -av '^ *\[1913 Webster\]$' | split_entries "$folder/texts/english-dictionary"
gzip -dc <dictd/foldoc.dict.dz | split_entries "$folder/texts/computing-dictionary"
zcat doc/jargon-text/jargon.txt.gz | split_entries "$folder/texts/jargon"
du -sh "$folder"/texts/*
