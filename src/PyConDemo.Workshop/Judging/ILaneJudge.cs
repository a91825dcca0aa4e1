using PyConDemo.Postgres;
using PyConDemo.Workshop.Servers;

namespace PyConDemo.Workshop.Judging;

/// <summary>Compiles and judges one lane at a time.</summary>
internal interface ILaneJudge : IAsyncDisposable
{
    /// <summary>Completes when lanes can be judged without delay. No lane is judged before.</summary>
    /// <exception cref="ApiException">What the judge needs did not start. A later call tries again.</exception>
    /// <exception cref="BuildFailedException">What the judge needs could not be built.</exception>
    /// <exception cref="PostgresUnavailableException">There is no PostgreSQL; the message says what to install.
    /// </exception>
    /// <exception cref="CannotJudgeException">PostgreSQL can't tell what it does.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Judges the lane's file as it is now. The next call may come only after this one has ended.</summary>
    /// <param name="onPassed">Called with each step's name when it has passed, from any thread.</param>
    /// <exception cref="CompileErrorsException">The file does not compile.</exception>
    /// <exception cref="ApiException">The check itself failed.</exception>
    Task<CheckResult> CheckAsync(Exercise exercise, Action<string> onPassed, CancellationToken cancellationToken);
}

/// <summary>The lane's file does not compile.</summary>
internal sealed class CompileErrorsException(IReadOnlyList<CompileError> errors)
    : Exception($"The code has {errors.Count} errors.")
{
    public IReadOnlyList<CompileError> Errors => errors;
}
