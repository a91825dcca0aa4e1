#!/bin/sh
# Sets up the workshop from this kit. It needs no network.
#
#     sh start.sh [folder]        # without a folder: ~/pycondemo
#
# It clones the repository into the folder, restores the packages from this kit, and runs the first check.
set -eu

kit=$(cd "$(dirname "$0")" && pwd -P)
folder=${1:-$HOME/pycondemo}

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

command -v git >/dev/null || fail "git is missing. Install it, and run this script again."
command -v dotnet >/dev/null || fail "The .NET SDK 10 is missing. Install it: see $kit/README.md."
if [ -e "$folder" ] && [ -n "$(ls -A "$folder")" ]; then
    fail "$folder is not empty. Choose another folder: sh start.sh ~/other-folder"
fi

mkdir -p "$folder"
folder=$(cd "$folder" && pwd -P)
echo "Cloning the repository into $folder/PyConDemo ..."
git clone --quiet "$kit/PyConDemo.bundle" "$folder/PyConDemo"

# NuGet reads this file above the clone. <clear /> leaves only the kit, also if this user's own settings have sources.
packages=$(printf '%s' "$kit/packages" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/"/\&quot;/g')
cat > "$folder/NuGet.config" <<END
<configuration>
  <packageSources>
    <clear />
    <add key="kit" value="$packages" />
  </packageSources>
  <packageSourceMapping>
    <clear />
  </packageSourceMapping>
  <auditSources>
    <clear />
  </auditSources>
</configuration>
END

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
export NUGET_CERT_REVOCATION_MODE=offline # it would wait for servers that can't be reached
if [ -d "$kit/postgres" ]; then export Postgres__Mirror="$kit/postgres"; fi

cd "$folder/PyConDemo"
echo "Restoring the packages ..."
dotnet restore src/PyConDemo.Stage --locked-mode --verbosity quiet
dotnet restore src/PyConDemo.Workshop --locked-mode --verbosity quiet

echo "Building, and running the first check. This takes minutes, and ends with a refusal: nobody has solved it yet."
code=0
dotnet run --project src/PyConDemo.Workshop -- n-plus-one || code=$?
if [ "$code" != 0 ] && [ "$code" != 9 ]; then # 9: the check ran, and refused
    dotnet run --no-build --project src/PyConDemo.Workshop -- doctor || true
    fail "The first check did not run. The lines above say why."
fi

echo
echo "The workshop is ready. Begin:"
echo "    cd $folder/PyConDemo"
echo "    dotnet run --project src/PyConDemo.Workshop"
