using System.Diagnostics;
using System.Runtime.CompilerServices;
using Npgsql;
using PyConDemo.Api.Storage;

namespace PyConDemo.Api.AntiPatterns.FatPayloads.Support;

/// <summary>Brings the products' images from the database into the object store, so that each address in the list leads somewhere.</summary>
public sealed class ImagePublisher(NpgsqlDataSource db, IObjectStore store)
{
    // A put waits for the disk (or for S3), so several at once; and no more than so many images are in memory.
    private const int PutsAtOnce = 16;

    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Puts what is missing, and returns how many that were. Compares all names, which is one listing and one index: a start after a
    /// crash goes on where that ended, and an image that somebody deleted comes back.
    /// </summary>
    /// <exception cref="NpgsqlException">The database is gone.</exception>
    /// <exception cref="IOException">The store can't write; <see cref="UnauthorizedAccessException"/>: it may not.</exception>
    public async Task<int> PublishAsync(CancellationToken cancellationToken)
    {
        var missing = await HashesAsync(cancellationToken);
        await foreach (var key in store.ListAsync(ObjectKind.Images, cancellationToken))
        {
            missing.Remove(key.Hash);
        }

        if (missing.Count == 0) return 0;

        var (start, told) = (Stopwatch.GetTimestamp(), false);
        await Parallel.ForEachAsync(
            ImagesAsync([.. missing], cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = PutsAtOnce, CancellationToken = cancellationToken },
            async (image, cancellationToken) =>
            {
                await store.PutAsync(ObjectKind.Images, image.Content, image.Type, cancellationToken);
                if (Stopwatch.GetElapsedTime(start) > QuietTime && !Interlocked.Exchange(ref told, true))
                {
                    Console.WriteLine($"Publishing {missing.Count} images to the object store.");
                }
            });
        return missing.Count;
    }

    private async Task<HashSet<string>> HashesAsync(CancellationToken cancellationToken)
    {
        await using var command = db.CreateCommand("SELECT image_hash FROM products");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var hashes = new HashSet<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            hashes.Add(reader.GetString(0));
        }

        return hashes;
    }

    private async IAsyncEnumerable<(byte[] Content, string Type)> ImagesAsync(
        string[] hashes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = db.CreateCommand("SELECT image, image_type FROM products WHERE image_hash = ANY ($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = hashes });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return (reader.GetFieldValue<byte[]>(0), reader.GetString(1));
        }
    }
}
