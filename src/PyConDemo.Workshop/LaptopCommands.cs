using System.CommandLine;
using PyConDemo.CommandLine;
using PyConDemo.Postgres;
using PyConDemo.Postgres.Download;
using PyConDemo.Workshop.ClassView;
using PyConDemo.Workshop.Exercises;
using PyConDemo.Workshop.Kit;
using PyConDemo.Workshop.Laptop;
using PyConDemo.Workshop.Servers;
using Spectre.Console;

namespace PyConDemo.Workshop;

/// <summary>The commands that get laptops ready: `doctor` says what one lacks, `pack` writes the offline kit.</summary>
internal static class LaptopCommands
{
    private static readonly string[] UsualSystems = ["linux-x64", "win-x64", "osx-arm64"];

    private static string Repository => Path.GetFullPath(Path.Combine(ApiProcess.Folder, "..", ".."));

    /// <param name="folder">The workshop's folder.</param>
    public static IEnumerable<Command> Of(string folder) => [Doctor(folder), Pack()];

    private static Command Doctor(string folder)
    {
        var command = new Command("doctor",
            "Says within 5 s what this laptop lacks for the workshop. The exit code is 8 when something must be done.");
        command.SetAction(async (_, cancellationToken) =>
        {
            var ready = true;
            var probes = ProbesOf(folder, LaneFiles.OfThisClone);
            foreach (var check in Probes.Start(probes, Probes.Limit, cancellationToken))
            {
                var line = await check;
                ready &= line.IsOk;
                AnsiConsole.Markup(line.IsOk ? "[green]ok[/]     " : "[red]to do[/]  ");
                Console.WriteLine($"{line.Name}: {line.Message}"); // AnsiConsole would wrap it
            }

            return (int)(ready ? ExitCode.Success : ExitCode.NotReady);
        });
        return command;
    }

    private static IReadOnlyList<Probe> ProbesOf(string folder, LaneFiles files)
    {
        var serverFolder = WorkshopJudge.ServerFolderOf(folder);
        return
        [
            new(".NET SDK", cancel => InstalledPrograms.SdkAsync(ApiProcess.Dotnet, Repository, cancel)),
            new("git", cancel => InstalledPrograms.GitAsync(Repository, cancel)),
            new("PostgreSQL", async cancel => LaptopChecks.Postgres(
                await PostgresSearch.FindAsync(serverFolder, cancel), MirrorVariable.Read())),
            new("packages", () => LaptopChecks.Packages(Repository, LockedPackages.FoldersOf(Repository))),
            new("exercises", () => LaptopChecks.Files(ExerciseCatalog.All.Count,
                [.. ExerciseCatalog.All.Where(exercise => !files.Exists(exercise)).Select(exercise => exercise.Slug)],
                WorkshopConsole.Program)),
            new("folder", () => LaptopChecks.Writable(folder)),
            new("disk", () => CommonChecks.Disk(folder, LaptopChecks.NeededGigabytes, "with PYCONDEMO_WORKSHOP",
                existing => new DriveInfo(existing).AvailableFreeSpace)),
            new("memory", () => LaptopChecks.Memory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)),
            new("port", () => CommonChecks.Port(ApiProcess.UsualPort, "the API")),
            new("first check", () => LaptopChecks.FirstCheck(
                new CheckedApiBuild(Repository, Path.Combine(folder, "build")).Program, WorkshopConsole.Program)),
            new("host", cancel => LaptopChecks.HostAsync(ClassMembership.Read(folder)?.Address, cancel)),
        ];
    }

    private static Command Pack()
    {
        var folder = new Argument<string>("folder")
        {
            Description = "The kit's folder, such as one on a memory stick. A kit that is there is replaced.",
        };
        var systems = new Option<string>("--systems")
        {
            DefaultValueFactory = _ => string.Join(',', UsualSystems.Append(ThisSystem()).Distinct()),
            Description = "The systems whose PostgreSQL is packed, separated by commas, or none. Possible are "
                + $"{string.Join(", ", BinariesArchive.Systems.Keys)}.",
        };
        var command = new Command("pack",
            "For hosts: writes what attendees need without a network into one folder.") { folder, systems };
        command.SetAction(async (line, cancellationToken) =>
        {
            var path = Path.GetFullPath(line.GetValue(folder)!);
            var kit = new OfflineKit(Repository, LockedPackages.FoldersOf(Repository), Console.Error.WriteLine);
            var missing = await kit.WriteAsync(
                path, SystemsIn(line.GetValue(systems)!), MirrorVariable.Read(), cancellationToken);
            WriteFiles(path);
            foreach (var each in missing)
            {
                AnsiConsole.Markup("[red]to do[/]  ");
                Console.WriteLine(each);
            }

            return (int)(missing.Count == 0 ? ExitCode.Success : ExitCode.NotReady);
        });
        return command;
    }

    private static string ThisSystem()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var processor = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture;
        // Windows runs the binaries for x64 on arm64, too.
        return processor is System.Runtime.InteropServices.Architecture.Arm64 && system != "win"
            ? $"{system}-arm64" : $"{system}-x64";
    }

    private static string[] SystemsIn(string text)
    {
        if (text == "none") return [];
        var systems = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = systems.FirstOrDefault(system => !BinariesArchive.Systems.ContainsKey(system));
        return unknown is null ? [.. systems.Distinct()] : throw new InvalidInputException(
            $"--systems: '{unknown}' is none of {string.Join(", ", BinariesArchive.Systems.Keys)}.");
    }

    private static void WriteFiles(string kit)
    {
        var files = new DirectoryInfo(kit).GetFiles("*", SearchOption.AllDirectories)
            .OrderBy(file => file.FullName, StringComparer.Ordinal);
        foreach (var file in files)
            Console.WriteLine($"{Size(file.Length)}  {Path.GetRelativePath(kit, file.FullName)}");
        Console.WriteLine($"{Size(files.Sum(file => file.Length))}  in {kit}");

        static string Size(long bytes)
            => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1e6,8:0.00} MB");
    }
}
