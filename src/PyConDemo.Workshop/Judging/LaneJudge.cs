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
    private NextWorld? _next;

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
    public void Prepare(Exercise exercise) => _next ??= new(exercise, _worlds);

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
        if (_next?.Slug != exercise.Slug)
        {
            await DisposeNextAsync();
            return await World.OpenAsync(_worlds, exercise.Settings, cancellationToken);
        }

        var next = _next;
        _next = null;
        return await next.TakeAsync(cancellationToken);
    }

    private async Task DisposeNextAsync()
    {
        if (_next is not { } next) return;
        _next = null;
        await next.DisposeAsync();
    }

    /// <summary>A world that is started before its check needs it.</summary>
    private sealed class NextWorld : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task<World> _world;

        public NextWorld(Exercise exercise, WorldFactory worlds)
            => (Slug, _world) = (exercise.Slug, World.OpenAsync(worlds, exercise.Settings, _end.Token));

        public string Slug { get; }

        /// <summary>The world, once it has started. If the wait is cancelled, the world ends.</summary>
        public async Task<World> TakeAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await _world.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                await DisposeAsync();
                throw;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await ((Task)_world).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it may not have started
            if (_world.IsCompletedSuccessfully) await (await _world).DisposeAsync();
            _end.Dispose();
        }
    }
}
