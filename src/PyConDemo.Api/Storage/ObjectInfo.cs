using System.Globalization;

namespace PyConDemo.Api.Storage;

/// <summary>What a store knows about an object without opening it.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Length">In bytes.</param>
/// <param name="ContentType">As given when it was put, such as <c>image/jpeg</c>.</param>
/// <param name="LastModified">When this store got it, in UTC.</param>
public sealed record ObjectInfo(ObjectKey Key, long Length, string ContentType, DateTimeOffset LastModified)
{
    /// <summary>Quoted and strong. It is the content's hash: the same in every store and after every restart, unlike S3's own.</summary>
    public string ETag => string.Create(CultureInfo.InvariantCulture, $"\"{Key.Hash}\"");
}
