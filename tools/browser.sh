#!/bin/sh
# Finds a Chromium for the browser tests, or installs one: Debian's as root, Playwright's own elsewhere. CHROMIUM=path names another.
set -eu
for found in "${CHROMIUM:-}" "$(command -v chromium || true)" "$(command -v chromium-browser || true)" "$(command -v google-chrome || true)"; do
  [ -n "$found" ] && [ -x "$found" ] && { fonts=yes; break; }
done
has_fonts() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh 2>/dev/null)" ]; }
if [ "${fonts:-}" != yes ] || ! has_fonts; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium and Chinese fonts ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk fontconfig >/dev/null
  elif [ "${fonts:-}" != yes ]; then
    .venv/bin/python -m playwright install chromium || {
      echo "Missing: a Chromium. As root: apt-get install chromium fonts-noto-cjk; or set CHROMIUM=/path/to/chromium" >&2; exit 1; }
  else
    echo "Note: no Chinese font found; pictures will lack characters (Debian: fonts-noto-cjk)" >&2
  fi
fi
