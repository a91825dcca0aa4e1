using PyConDemo.Workshop.Exercises;
using PyConDemo.Workshop.Judging;
using PyConDemo.Workshop.Tests;

[assembly: AssemblyFixture(typeof(JudgeFixture))]

namespace PyConDemo.Workshop.Tests;

/// <summary>A judge for all tests. It is opened when the first test needs it.</summary>
public sealed class JudgeFixture : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly SemaphoreSlim _checks = new(2);
    private readonly Lazy<Task<LaneJudge>> _judge;

    public JudgeFixture() => _judge = new(() => LaneJudge.OpenAsync(
        Repository.Root, Path.Combine(_folder.Path, "workshop"), Path.Combine(_folder.Path, "data"),
        line => TestContext.Current.SendDiagnosticMessage(line), CancellationToken.None));

    internal async Task<CheckResult> CheckAsync(string pattern, string file, CancellationToken cancellationToken)
    {
        var judge = await _judge.Value;
        await _checks.WaitAsync(cancellationToken);
        try
        {
            return await judge.CheckAsync(
                ExerciseCatalog.All.Single(exercise => exercise.Name == pattern), file, null, cancellationToken);
        }
        finally
        {
            _checks.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_judge.IsValueCreated) await (await _judge.Value).DisposeAsync();
        _checks.Dispose();
        _folder.Dispose();
    }
}
