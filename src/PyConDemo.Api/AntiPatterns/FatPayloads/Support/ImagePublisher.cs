using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace PyConDemo.Api.AntiPatterns.FatPayloads.Support;

/// <summary>Copies the products' images from the database into the object store, where the list's URLs lead.</summary>
public sealed class ImagePublisher(NpgsqlDataSource db, IObjectStore store) : ISeedStep
{
    Task ISeedStep.RunAsync(CancellationToken cancellationToken) => PublishAsync(cancellationToken);

    /// <summary>Stores the images that are missing, and returns their number. It compares all names, so a start after a
    /// crash continues where the last one ended, and a deleted image comes back.</summary>
    public async Task<int> PublishAsync(CancellationToken cancellationToken)
    {
        var stored = await store.ListAsync(ObjectKind.Images, cancellationToken)
            .Select(key => key.Hash)
            .ToArrayAsync(cancellationToken);
        var (start, count, isReported) = (Stopwatch.GetTimestamp(), 0, false);
        await Parallel.ForEachAsync(
            MissingAsync(stored, cancellationToken),
            // A put waits for the disk (or for S3), so several run at once. The limit is for the images in memory.
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
            async (image, cancellationToken) =>
            {
                await store.PutAsync(ObjectKind.Images, image.Content, image.Type, cancellationToken);
                Interlocked.Increment(ref count);
                var isLong = Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(1);
                if (isLong && !Interlocked.Exchange(ref isReported, true))
                    Console.WriteLine("Publishing the products' images to the object store.");
            });
        return count;
    }

    private async IAsyncEnumerable<(byte[] Content, string Type)> MissingAsync(
        string[] stored, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = db.CreateCommand(
            "SELECT image, image_type FROM products WHERE image_hash <> ALL ($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = stored });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return (reader.GetFieldValue<byte[]>(0), reader.GetString(1));
    }
}
