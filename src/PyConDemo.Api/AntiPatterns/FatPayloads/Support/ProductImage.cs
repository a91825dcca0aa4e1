namespace PyConDemo.Api.AntiPatterns.FatPayloads.Support;

/// <summary>The route that the list's image URLs lead to.</summary>
public static class ProductImage
{
    /// <summary>A product's image, from the object store.</summary>
    /// <remarks>Look at Cache-Control: the URL holds the image's SHA-256, so a browser asks for it once. Ranges and
    /// If-None-Match work.</remarks>
    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> GetImage(
        string hash, IObjectStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!ObjectKey.TryCreate(ObjectKind.Images, hash, out var key))
            throw new BadHttpRequestException("The hash of an image is 64 lowercase hexadecimal digits.");

        var image = await store.GetAsync(key, cancellationToken);
        if (image is null)
            return TypedResults.Problem("There is no image with this hash.", statusCode: StatusCodes.Status404NotFound);

        response.RegisterForDisposeAsync(image);
        // One year is the most that caches honour. "immutable" saves even the question at a reload. Both are only right
        // for a URL that is named by its content.
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        // Without Last-Modified: two instances, each with its own store, stored the image at different times. The
        // strong ETag is the content's hash, and so it is the same everywhere.
        return TypedResults.Stream(
            image.Content, image.Info.ContentType, entityTag: new(image.Info.ETag), enableRangeProcessing: true);
    }
}
