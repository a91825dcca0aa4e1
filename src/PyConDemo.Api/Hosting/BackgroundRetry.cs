using Polly;
using Polly.Retry;

namespace PyConDemo.Api.Hosting;

/// <summary>The retries of background services. An exception that left a service would stop the program.</summary>
public static class BackgroundRetry
{
    /// <summary>Retries after every exception until it succeeds or is cancelled. The wait is <paramref name="first"/>
    /// after the first failure, twice as long after each further one, and <paramref name="longest"/> at most.</summary>
    /// <param name="onFailure">Gets the number of failures in a row, and the last exception.</param>
    public static ResiliencePipeline Create(
        TimeSpan first, TimeSpan longest, TimeProvider clock, Action<int, Exception> onFailure)
        => new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = first,
                MaxDelay = longest,
                OnRetry = failed =>
                {
                    onFailure(failed.AttemptNumber + 1, failed.Outcome.Exception!);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
}
