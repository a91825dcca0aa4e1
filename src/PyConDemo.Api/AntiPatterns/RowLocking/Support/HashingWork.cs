namespace PyConDemo.Api.AntiPatterns.RowLocking.Support;

/// <summary>The work of a job, the same in all lanes: it hashes the payload many times. It uses the CPU as a job that
/// signs or renders does. Thread-safe. It may run twice for one job.</summary>
public class HashingWork(RowLockingSettings settings)
{
    /// <summary>Any exception but a cancellation means that the job has failed.</summary>
    public virtual ValueTask<string> DoAsync(Job job, CancellationToken cancellationToken)
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
