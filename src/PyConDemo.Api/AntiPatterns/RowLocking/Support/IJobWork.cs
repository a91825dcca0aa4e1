using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.RowLocking.Support;

/// <summary>What is done for a job, the same in all lanes. Implementations are thread-safe, and may run twice for one job.</summary>
public interface IJobWork
{
    /// <summary>Answers the work's result; any exception but a cancellation means that this job failed.</summary>
    ValueTask<string> DoAsync(Job job, CancellationToken cancellationToken);
}
