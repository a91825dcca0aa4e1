namespace PyConDemo.Postgres.Containers;

/// <summary>The sockets of engines that no setting of the Docker client names.</summary>
internal static class UsualSockets
{
    private static readonly string[] Pipes = ["docker_engine", "dockerDesktopLinuxEngine", "podman-machine-default"];

    public static IEnumerable<EngineAddress> Find(HostEnvironment environment)
        => OperatingSystem.IsWindows()
            ? Pipes.Where(pipe => File.Exists($@"\\.\pipe\{pipe}")).Select(pipe => Address($"npipe://./pipe/{pipe}"))
            : Sockets(environment).Where(File.Exists).Distinct().Select(socket => Address($"unix://{socket}"));

    private static EngineAddress Address(string address) => new(new(address));

    private static IEnumerable<string> Sockets(HostEnvironment environment)
    {
        var home = environment.Home;
        var runtime = Folder("XDG_RUNTIME_DIR", "/nonexistent");
        var config = Folder("XDG_CONFIG_HOME", $"{home}/.config");
        var machines = Folder("XDG_DATA_HOME", $"{home}/.local/share") + "/containers/podman/machine";
        string[] sockets =
        [
            "/var/run/docker.sock", // Docker, and what takes its place
            $"{runtime}/docker.sock", // rootless Docker
            $"{home}/.docker/run/docker.sock", $"{home}/.docker/desktop/docker.sock", // Docker Desktop
            $"{home}/.colima/default/docker.sock", $"{config}/colima/default/docker.sock",
            $"{home}/.orbstack/run/docker.sock",
            $"{home}/.rd/docker.sock", // Rancher Desktop
            "/run/podman/podman.sock", $"{runtime}/podman/podman.sock", // Podman of root, rootless Podman
            // A machine of Podman. The first one is a link to the machine that started first.
            $"{machines}/podman.sock", $"{machines}/qemu/podman.sock", $"{machines}/applehv/podman.sock",
        ];
        return
        [
            .. sockets.Select(socket => environment.Root + socket),
            // Podman 5: the first folder is macOS's, the second one is Linux's.
            .. FilesIn(Folder("TMPDIR", "/tmp") + "/podman", "*-api.sock"),
            .. FilesIn($"{runtime}/podman", "*-api.sock"),
        ];

        string Folder(string variable, string otherwise)
            => environment.Variable(variable) is { Length: > 0 } folder ? folder.TrimEnd('/') : otherwise;

        IEnumerable<string> FilesIn(string folder, string pattern) => Directory.Exists(environment.Root + folder)
            ? Directory.EnumerateFiles(environment.Root + folder, pattern).Order(StringComparer.Ordinal)
            : [];
    }
}
