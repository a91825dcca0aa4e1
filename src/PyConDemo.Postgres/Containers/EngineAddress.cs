using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Containers;

/// <summary>Where a Docker-compatible engine may listen.</summary>
internal static class EngineAddress
{
    /// <summary>DOCKER_HOST alone, if set; else the usual sockets of Docker, rootless Docker, Docker Desktop, Colima and Podman.</summary>
    public static IReadOnlyList<Uri> Candidates(HostEnvironment environment)
    {
        if (environment.Variable("DOCKER_HOST") is { Length: > 0 } chosen)
            return Uri.TryCreate(chosen, UriKind.Absolute, out var address) ? [address] : [];
        if (OperatingSystem.IsWindows()) return [new("npipe://./pipe/docker_engine")];
        var home = environment.Variable("HOME") ?? "/nonexistent";
        var runtime = environment.Variable("XDG_RUNTIME_DIR") ?? "/nonexistent";
        string[] sockets =
        [
            "/var/run/docker.sock", $"{runtime}/docker.sock", $"{home}/.docker/run/docker.sock", $"{home}/.docker/desktop/docker.sock",
            $"{home}/.colima/default/docker.sock", $"{runtime}/podman/podman.sock",
        ];
        return [.. sockets.Select(socket => environment.Root + socket).Where(File.Exists).Select(socket => new Uri("unix://" + socket))];
    }
}
