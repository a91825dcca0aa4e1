using System.Security.Cryptography;
using System.Text;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.RowLocking.Support;

/// <summary>Real CPU, as a job that signs or renders would burn: SHA-256 over the payload, again and again.</summary>
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
