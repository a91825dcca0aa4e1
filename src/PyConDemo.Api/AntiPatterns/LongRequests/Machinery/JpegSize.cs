using System.Buffers.Binary;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>A JPEG's width and height in pixels, from its frame header.</summary>
internal static class JpegSize
{
    /// <exception cref="ArgumentException">Not a JPEG.</exception>
    public static (int Width, int Height) Read(ReadOnlySpan<byte> jpeg)
    {
        if (jpeg is not [0xFF, 0xD8, ..])
            throw new ArgumentException("A picture must be a JPEG file.");
        for (var at = 2; at + 9 <= jpeg.Length && jpeg[at] == 0xFF; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]))
        {
            // SOF0 to SOF15 carry the size; C4, C8 and CC in their midst are other segments.
            if (jpeg[at + 1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC)
                && BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 7)..]) is > 0 and var width
                && BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 5)..]) is > 0 and var height)
                return (width, height);
        }
        throw new ArgumentException("A picture's JPEG has no frame header.");
    }
}
