namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Breaks text into lines: between words, and inside a word that is wider than the line.</summary>
internal static class PdfLines
{
    public static List<byte[]> Break(byte[] text, PdfFace face, double size, double width)
    {
        var lines = new List<byte[]>();
        var start = 0;
        while (start < text.Length || lines.Count == 0)
        {
            var end = Fitting(text.AsSpan(start), face, size, width) + start;
            if (end < text.Length && text[end] != ' ' && Array.LastIndexOf(text, (byte)' ', end - 1, end - start) is var space && space > start)
                end = space;
            lines.Add(text[start..end]);
            start = end;
            while (start < text.Length && text[start] == ' ')
                start++;
        }
        return lines;
    }

    // At least one letter, or a column narrower than a letter would never end.
    private static int Fitting(ReadOnlySpan<byte> text, PdfFace face, double size, double width)
    {
        var used = 0.0;
        for (var i = 0; i < text.Length; i++)
        {
            used += face.Width(text.Slice(i, 1), size);
            if (used > width && i > 0)
                return i;
        }
        return text.Length;
    }
}
