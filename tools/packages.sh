# Sourced by quickstart and test: installs Debian packages that are missing, and says which.
# Nothing is done (and no rights are needed) when everything is there.

PACKAGES_BUILD=(g++ cmake ninja-build pkg-config python3 ca-certificates libfmt-dev libexpected-dev
  libcli11-dev nlohmann-json3-dev libhwy-dev libboost-dev libeigen3-dev libnlopt-dev
  libsqlite3-dev zlib1g-dev libzip-dev)
# Machine code at run time; other processors interpret.
if [[ $(uname -m) == x86_64 ]]; then PACKAGES_BUILD+=(libasmjit-dev); fi
PACKAGES_TEST=(clang-19 libclang-rt-19-dev lld-19 libgtest-dev librapidcheck-dev)

# The charts of the HTML report come from npm. Any node 18 or later will do; Debian's otherwise.
node_packages() {
  if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    echo "nodejs npm"
  fi
}

as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "Root rights are needed to install packages, and there is no sudo. Run as root:" >&2
    echo "  $*" >&2
    return 1
  fi
}

# install_missing NAME...: apt-get install of those that are not installed yet.
install_missing() {
  local missing=()
  local name
  for name in "$@"; do
    if [[ $(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) != installed ]]; then
      missing+=("$name")
    fi
  done
  if ((${#missing[@]} == 0)); then
    echo "All needed Debian packages are installed."
    return 0
  fi
  echo "Installing Debian packages (a few minutes the first time): ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends \
    "${missing[@]}" >/dev/null
}
