# Sets up the workshop from this kit. It needs no network.
#
#     powershell -ExecutionPolicy Bypass -File start.ps1 [folder]        # without a folder: pycondemo in your home
#
# It clones the repository into the folder, restores the packages from this kit, and runs the first check.
param([string] $Folder = (Join-Path $HOME 'pycondemo'))
$ErrorActionPreference = 'Stop'

$kit = $PSScriptRoot
function Stop-With([string] $Message) {
    [Console]::Error.WriteLine($Message)
    exit 1
}

if (-not (Get-Command git -ErrorAction SilentlyContinue)) {
    Stop-With 'git is missing. Install it, and run this script again.'
}
if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    Stop-With "The .NET SDK 10 is missing. Install it (see $kit/README.md), and run this script again."
}
if ((Test-Path $Folder) -and (Get-ChildItem -Force $Folder)) {
    Stop-With "$Folder is not empty. Choose another folder: start.ps1 other-folder"
}

$Folder = (New-Item -ItemType Directory -Force $Folder).FullName
$clone = Join-Path $Folder 'PyConDemo'
Write-Host "Cloning the repository into $clone ..."
git clone --quiet (Join-Path $kit 'PyConDemo.bundle') $clone
if ($LASTEXITCODE -ne 0) { Stop-With 'git could not clone the bundle.' }

# NuGet reads this file above the clone. <clear /> leaves only the kit, also if this user's own settings have sources.
$packages = [Security.SecurityElement]::Escape((Join-Path $kit 'packages'))
@"
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
"@ | Set-Content -Encoding UTF8 (Join-Path $Folder 'NuGet.config')

$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:NUGET_CERT_REVOCATION_MODE = 'offline' # it would wait for servers that can't be reached
$postgres = Join-Path $kit 'postgres'
if (Test-Path $postgres) { $env:Postgres__Mirror = $postgres }

Set-Location $clone
Write-Host 'Restoring the packages ...'
foreach ($project in 'src/PyConDemo.Stage', 'src/PyConDemo.Workshop') {
    dotnet restore $project --locked-mode --verbosity quiet
    if ($LASTEXITCODE -ne 0) { Stop-With "The packages of $project could not be restored. The lines above say why." }
}

Write-Host 'Building, and running the first check. It takes minutes, and ends with a refusal: nobody has solved it yet.'
dotnet run --project src/PyConDemo.Workshop -- n-plus-one
if ($LASTEXITCODE -notin 0, 9) { # 9: the check ran, and refused
    dotnet run --no-build --project src/PyConDemo.Workshop -- doctor
    Stop-With 'The first check did not run. The lines above say why.'
}

Write-Host ''
Write-Host 'The workshop is ready. Begin:'
Write-Host "    cd $clone"
Write-Host '    dotnet run --project src/PyConDemo.Workshop'
exit 0
