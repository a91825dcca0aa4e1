using System.Security.Cryptography;
using System.Text;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Replaces the random identifier in a PDF's trailer by a hash of its content: the same report is the same file.</summary>
internal static class PdfFileId
{
    public static byte[] Stabilise(byte[] pdf)
    {
        var at = pdf.AsSpan().LastIndexOf("/ID"u8);
        var id = Encoding.ASCII.GetBytes(Convert.ToHexString(SHA256.HashData(pdf.AsSpan(0, at)).AsSpan(0, 16)));
        for (var copy = 0; copy < 2; copy++)
        {
            at += pdf.AsSpan(at).IndexOf((byte)'<') + 1;
            id.CopyTo(pdf, at);
        }
        return pdf;
    }
}
