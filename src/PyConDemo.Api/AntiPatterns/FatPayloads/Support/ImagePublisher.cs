using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace PyConDemo.Api.AntiPatterns.FatPayloads.Support;

/// <summary>Copies the products' images from the database into the object store, where the list's URLs lead.</summary>
public sealed class ImagePublisher(NpgsqlDataSource db, IObjectStore store) : ISeedStep
{
    // A put waits for the disk (or for S3), so several run at once. It also limits how many images are in memory.
    private const int PutsAtOnce = 16;

    // A step that takes longer than this says what it is doing.
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);

    Task ISeedStep.RunAsync(CancellationToken cancellationToken) => PublishAsync(cancellationToken);

    /// <summary>Stores the images that are missing, and returns their number. It compares all names, so a start after a
    /// crash continues where the last one ended, and a deleted image comes back.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    /// <exception cref="IOException">The store can't write.</exception>
    /// <exception cref="UnauthorizedAccessException">The store may not write.</exception>
    public async Task<int> PublishAsync(CancellationToken cancellationToken)
    {
        var missing = await HashesAsync(cancellationToken);
        await foreach (var key in store.ListAsync(ObjectKind.Images, cancellationToken))
        {
            missing.Remove(key.Hash);
        }

        if (missing.Count == 0) return 0;

        var (start, isReported) = (Stopwatch.GetTimestamp(), false);
        await Parallel.ForEachAsync(
            ImagesAsync([.. missing], cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = PutsAtOnce, CancellationToken = cancellationToken },
            async (image, cancellationToken) =>
            {
                await store.PutAsync(ObjectKind.Images, image.Content, image.Type, cancellationToken);
                if (Stopwatch.GetElapsedTime(start) > QuietTime && !Interlocked.Exchange(ref isReported, true))
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
        await using var command = db.CreateCommand(
            "SELECT image, image_type FROM products WHERE image_hash = ANY ($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = hashes });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return (reader.GetFieldValue<byte[]>(0), reader.GetString(1));
        }
    }
}
