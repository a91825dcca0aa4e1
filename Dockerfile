FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# If your package feed doesn't have QuestPDF, use the other engine: docker build --build-arg PdfEngine=PdfPig
ARG PdfEngine=QuestPDF
ENV PdfEngine=$PdfEngine

# Restoring first makes a layer that is reused until a project file or a package version changes.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/PyConDemo.Api/*.csproj src/PyConDemo.Api/packages.lock.json src/PyConDemo.Api/
COPY src/PyConDemo.Checklist/*.csproj src/PyConDemo.Checklist/packages.lock.json src/PyConDemo.Checklist/
COPY src/PyConDemo.Folders/*.csproj src/PyConDemo.Folders/packages.lock.json src/PyConDemo.Folders/
COPY src/PyConDemo.Postgres/*.csproj src/PyConDemo.Postgres/packages.lock.json src/PyConDemo.Postgres/
COPY src/PyConDemo.WebServer/*.csproj src/PyConDemo.WebServer/packages.lock.json src/PyConDemo.WebServer/
RUN dotnet restore src/PyConDemo.Api

COPY seed seed
COPY src src
RUN dotnet publish src/PyConDemo.Api --no-restore --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .

# This is the image's unprivileged user.
USER $APP_UID
ENV ASPNETCORE_HTTP_PORTS=5080
EXPOSE 5080
ENTRYPOINT ["dotnet", "PyConDemo.Api.dll"]
