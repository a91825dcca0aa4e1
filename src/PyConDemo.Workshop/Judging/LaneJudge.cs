using PyConDemo.Postgres;
using PyConDemo.Workshop.Servers;

namespace PyConDemo.Workshop.Judging;

/// <summary>Compiles and checks lanes. Each check has a new database and new processes, so nothing that an attempt does
/// outlives it. For one check at a time.</summary>
internal sealed class LaneJudge : IAsyncDisposable
{
    private readonly string _folder;
    private readonly LaneCompiler _compiler;
    private readonly WorldFactory _worlds;
    private (string Slug, Task<World> World)? _next;

    private LaneJudge(string folder, LaneCompiler compiler, WorldFactory worlds)
        => (_folder, _compiler, _worlds) = (folder, compiler, worlds);

    /// <summary>Builds the API, starts PostgreSQL, and seeds the data. The first time takes minutes.</summary>
    /// <param name="repository">The folder of the sources.</param>
    /// <param name="folder">The workshop's folder, for the build and the images.</param>
    /// <param name="serverFolder">The folder for PostgreSQL's data.</param>
    /// <param name="onLine">Receives each line that an API prints, and the progress of a download, from any thread.
    /// </param>
    /// <exception cref="BuildFailedException">The API does not build.</exception>
    /// <exception cref="PostgresUnavailableException">There is no PostgreSQL.</exception>
    /// <exception cref="CannotJudgeException">PostgreSQL can't tell what it does.</exception>
    /// <exception cref="ApiException">The API did not start.</exception>
    public static async Task<LaneJudge> OpenAsync(
        string repository, string folder, string serverFolder, Action<string>? onLine,
        CancellationToken cancellationToken)
    {
        var build = new CheckedApiBuild(repository, Path.Combine(folder, "build"));
        await build.RunAsync(cancellationToken);
        var worlds = await WorldFactory.OpenAsync(build.Program, folder, serverFolder, onLine, cancellationToken);
        return new(folder, new(build.Program, build.GlobalUsings), worlds);
    }

    /// <summary>Starts the processes of an exercise's next check ahead.</summary>
    public void Prepare(Exercise exercise, CancellationToken cancellationToken)
        => _next ??= (exercise.Slug, World.OpenAsync(_worlds, exercise.Settings, cancellationToken));

    /// <summary>Checks a lane's file.</summary>
    /// <param name="onPassed">Called with each step's name when it has passed.</param>
    /// <exception cref="CompileErrorsException">The file does not compile.</exception>
    /// <exception cref="ApiException">The check itself failed; the attendee's code is not the reason.</exception>
    public async Task<CheckResult> CheckAsync(
        Exercise exercise, string file, Action<string>? onPassed, CancellationToken cancellationToken)
    {
        // Each assembly has a name of its own, because a process may keep the file of the last one open.
        var lanes = Directory.CreateDirectory(Path.Combine(_folder, "assemblies"));
        var assembly = Path.Combine(lanes.FullName, $"{exercise.Name}-{Guid.NewGuid():N}.dll");
        try
        {
            var errors = _compiler.Compile(file, assembly, cancellationToken);
            if (errors.Count > 0) throw new CompileErrorsException(errors);
            await using var world = await TakeWorldAsync(exercise, cancellationToken);
            return await Checker.CheckAsync(exercise, world, assembly, onPassed, cancellationToken);
        }
        finally
        {
            File.Delete(assembly);
            File.Delete(Path.ChangeExtension(assembly, ".pdb"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeNextAsync();
        await _worlds.DisposeAsync();
    }

    private async Task<World> TakeWorldAsync(Exercise exercise, CancellationToken cancellationToken)
    {
        if (_next is not var (slug, world) || slug != exercise.Slug)
        {
            await DisposeNextAsync();
            return await World.OpenAsync(_worlds, exercise.Settings, cancellationToken);
        }

        _next = null;
        return await world;
    }

    private async Task DisposeNextAsync()
    {
        if (_next is not var (_, world)) return;
        _next = null;
        await ((Task)world).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it may not have started
        if (world.IsCompletedSuccessfully) await (await world).DisposeAsync();
    }
}
