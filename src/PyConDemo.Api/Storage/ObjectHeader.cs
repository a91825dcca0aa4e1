using System.Net.Http.Headers;

namespace PyConDemo.Api.Storage;

/// <summary>The first bytes of an object's file. They hold its content type, padded with blanks.</summary>
internal static class ObjectHeader
{
    /// <summary>In bytes: a content type of at most 100 characters, and a line feed.</summary>
    public const int Length = 101;

    public static byte[] Write(string contentType)
    {
        var isValid = contentType.Length < Length && Ascii.IsValid(contentType)
            && MediaTypeHeaderValue.TryParse(contentType, out _);
        return isValid
            ? Encoding.ASCII.GetBytes(contentType.PadRight(Length - 1) + '\n')
            : throw new ArgumentException("Not a media type of up to 100 ASCII characters.", nameof(contentType));
    }

    /// <exception cref="InvalidDataException">The file was not written by this store.</exception>
    public static string Read(ReadOnlySpan<byte> header) => header[^1] == '\n'
        ? Encoding.ASCII.GetString(header).TrimEnd()
        : throw new InvalidDataException("A file in the object store's folder is not the store's own.");
}
