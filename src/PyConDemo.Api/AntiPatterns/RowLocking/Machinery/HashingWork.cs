using System.Security.Cryptography;
using System.Text;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.RowLocking.Machinery;

/// <summary>Real CPU, as a job that signs or renders would burn: SHA-256 over the payload, again and again.</summary>
public sealed class HashingWork : IJobWork
{
    /// <summary>About 0.2 ms of CPU a job: 50 of them stay far below the 50 ms that would make the claim a long request, too.</summary>
    public const int Rounds = 250;

    public ValueTask<string> DoAsync(Job job, CancellationToken cancel)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> text = [.. digest, .. Encoding.UTF8.GetBytes(job.Payload)];
        for (var round = 0; round < Rounds; round++)
        {
            SHA256.HashData(text, digest);
            digest.CopyTo(text);
        }

        return ValueTask.FromResult(Convert.ToHexStringLower(digest));
    }
}
