using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using PyConDemo.Api.Storage;

namespace PyConDemo.Api.AntiPatterns.FatPayloads.Support;

/// <summary>An image at the address that the list gives.</summary>
public static class ProductImage
{
    // A year, the most that caches honour; immutable spares even the question at a reload. Only for addresses named by their content.
    private const string ForEver = "public, max-age=31536000, immutable";

    /// <summary>A product's image, from the object store.</summary>
    /// <remarks>Look at Cache-Control: the address is the image's SHA-256, so a browser asks for it once. Ranges and If-None-Match work.</remarks>
    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> GetImage(
        string hash, IObjectStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!ObjectKey.TryCreate(ObjectKind.Images, hash, out var key))
        {
            throw new BadHttpRequestException("The hash of an image is 64 lowercase hexadecimal digits.");
        }

        var image = await store.GetAsync(key, cancellationToken);
        if (image is null)
        {
            return TypedResults.Problem("There is no image with this hash.", statusCode: StatusCodes.Status404NotFound);
        }

        response.RegisterForDisposeAsync(image);
        response.Headers.CacheControl = ForEver;
        // No Last-Modified: two instances with a store each got the image at different times. The strong tag is the content's hash.
        return TypedResults.Stream(
            image.Content, image.Info.ContentType, entityTag: new EntityTagHeaderValue(image.Info.ETag), enableRangeProcessing: true);
    }
}
