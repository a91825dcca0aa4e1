# The targets are `api`, which is the default, and `stage`.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# If your package feed doesn't have QuestPDF, use the other engine: docker build --build-arg PdfEngine=PdfPig
ARG PdfEngine=QuestPDF
ENV PdfEngine=$PdfEngine

# Restoring first makes a layer that is reused until a project file or a package version changes.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/PyConDemo.Api/*.csproj src/PyConDemo.Api/packages.lock.json src/PyConDemo.Api/
COPY src/PyConDemo.ApiClient/*.csproj src/PyConDemo.ApiClient/packages.lock.json src/PyConDemo.ApiClient/
COPY src/PyConDemo.Checklist/*.csproj src/PyConDemo.Checklist/packages.lock.json src/PyConDemo.Checklist/
COPY src/PyConDemo.CommandLine/*.csproj src/PyConDemo.CommandLine/packages.lock.json src/PyConDemo.CommandLine/
COPY src/PyConDemo.Folders/*.csproj src/PyConDemo.Folders/packages.lock.json src/PyConDemo.Folders/
COPY src/PyConDemo.Load/*.csproj src/PyConDemo.Load/packages.lock.json src/PyConDemo.Load/
COPY src/PyConDemo.Postgres/*.csproj src/PyConDemo.Postgres/packages.lock.json src/PyConDemo.Postgres/
COPY src/PyConDemo.Stage/*.csproj src/PyConDemo.Stage/packages.lock.json src/PyConDemo.Stage/
COPY src/PyConDemo.WebServer/*.csproj src/PyConDemo.WebServer/packages.lock.json src/PyConDemo.WebServer/
# The stage builds the API, too, so this restores both.
RUN dotnet restore src/PyConDemo.Stage

COPY seed seed
COPY docs/talk/slides.md docs/talk/
COPY src src
RUN dotnet publish src/PyConDemo.Api --no-restore --configuration Release --output /api
RUN dotnet publish src/PyConDemo.Stage --no-restore --configuration Release --output /stage

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime
WORKDIR /app
# A new volume at /data gets this folder's owner, which is the image's unprivileged user.
RUN install --directory --owner=$APP_UID --mode=700 /data
USER $APP_UID

FROM runtime AS stage
COPY --from=build /stage .
ENV PYCONDEMO_REPLAYS=/data/replays
EXPOSE 5100
ENTRYPOINT ["dotnet", "PyConDemo.Stage.dll", "--no-open", "--urls", "http://0.0.0.0:5100"]

FROM runtime AS api
COPY --from=build /api .
ENV ASPNETCORE_HTTP_PORTS=5080 Storage__Folder=/data/objects
EXPOSE 5080
ENTRYPOINT ["dotnet", "PyConDemo.Api.dll"]
