namespace PyConDemo.Api.AntiPatterns.RowLocking.Support;

/// <summary>The work of a job, the same in all lanes. Implementations are thread-safe, and may run twice for one
/// job.</summary>
public interface IJobWork
{
    /// <summary>Returns the result. Any exception but a cancellation means that the job has failed.</summary>
    ValueTask<string> DoAsync(Job job, CancellationToken cancellationToken);
}

/// <summary>Hashes the payload many times. It uses the CPU as a job that signs or renders does.</summary>
public sealed class HashingWork(RowLockingSettings settings) : IJobWork
{
    public ValueTask<string> DoAsync(Job job, CancellationToken cancellationToken)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> text = [.. digest, .. Encoding.UTF8.GetBytes(job.Payload)];
        for (var round = 0; round < settings.Rounds; round++)
        {
            SHA256.HashData(text, digest);
            digest.CopyTo(text);
        }

        return ValueTask.FromResult(Convert.ToHexStringLower(digest));
    }
}
