using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PyConDemo.Testing;

/// <summary>A Maven repository on this machine that has server binaries for it in one version. A test can make it slow
/// or wrong.</summary>
public sealed class BinariesMirror : IAsyncDisposable
{
    private readonly byte[] _jar;
    private FakeServer? _server;

    private BinariesMirror(string version, byte[] jar)
    {
        (Version, _jar) = (version, jar);
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(jar));
    }

    public string Version { get; }

    public Uri Address => _server!.Address;

    /// <summary>The system that it has an archive for, by .NET's name.</summary>
    public static string System { get; } = (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + (RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "-arm64" : "-x64");

    /// <summary>How many bytes the archive has.</summary>
    public int Size => _jar.Length;

    /// <summary>What it publishes as the archive's checksum. Null publishes none.</summary>
    public string? Sha256 { get; set; }

    /// <summary>How many requests for the checksum fail before one is answered.</summary>
    public int ChecksumFailures { get; set; }

    /// <summary>How long each hundredth part of the archive takes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How many downloads end in the middle before one is complete.</summary>
    public int BrokenDownloads { get; set; }

    /// <summary>The paths of all requests, oldest first.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Serves what a folder with bin, lib and share holds.</summary>
    /// <param name="version">Three numbers, such as 17.10.0.</param>
    public static async Task<BinariesMirror> StartAsync(string version, string binaries)
    {
        var mirror = new BinariesMirror(version, await JarAsync(binaries));
        mirror._server = await FakeServer.StartAsync(mirror.Map);
        return mirror;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    private void Map(WebApplication app)
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var processor = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64v8" : "amd64";
        var artifact = $"embedded-postgres-binaries-{system}-{processor}";
        var folder = $"/io/zonky/test/postgres/{artifact}";
        var jar = $"{folder}/{Version}/{artifact}-{Version}.jar";
        app.Use((context, next) =>
        {
            lock (Requests) Requests.Add(context.Request.Path);
            return next(context);
        });
        app.MapGet($"{folder}/maven-metadata.xml", () => Results.Text(
            $"<metadata><versioning><versions><version>{Version}</version></versions></versioning></metadata>"));
        app.MapGet(jar, SendJarAsync);
        app.MapGet($"{jar}.sha256", () =>
            ChecksumFailures-- > 0 ? Results.StatusCode(500) : Sha256 is null ? Results.NotFound() : Results.Text(Sha256));
    }

    private async Task SendJarAsync(HttpContext context)
    {
        context.Response.ContentLength = _jar.Length;
        var isBroken = BrokenDownloads-- > 0;
        var part = Math.Max(1, _jar.Length / 100);
        for (var sent = 0; sent < _jar.Length; sent += part)
        {
            if (isBroken && sent > _jar.Length / 2)
            {
                context.Abort();
                return;
            }

            await context.Response.Body.WriteAsync(_jar.AsMemory(sent, Math.Min(part, _jar.Length - sent)));
            if (Delay > TimeSpan.Zero) await Task.Delay(Delay, context.RequestAborted);
        }
    }

    /// <summary>The artifact's layout: a zip file that holds one tar file, compressed with xz.</summary>
    private static async Task<byte[]> JarAsync(string binaries)
    {
        using var folder = new ScratchFolder();
        var (tar, xz) = (Path.Combine(folder.Path, "postgres.tar"), Path.Combine(folder.Path, "postgres.txz"));
        await TarFile.CreateFromDirectoryAsync(binaries, tar, includeBaseDirectory: false);
        // The fastest level: the test is about the way, not about the size.
        await Shell.RunAsync("/bin/sh", "-c", "xz -0 -T 2 < \"$1\" > \"$2\"", "xz", tar, xz);
        using var jar = new MemoryStream();
        await using (var zip = new ZipArchive(jar, ZipArchiveMode.Create, leaveOpen: true))
            await zip.CreateEntryFromFileAsync(xz, "postgres.txz", CompressionLevel.NoCompression);
        return jar.ToArray();
    }
}
