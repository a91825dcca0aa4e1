using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PyConDemo.Checklist.Http;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Tests.Http;

/// <summary>What is a file in JSON, and what only looks like one.</summary>
public sealed class EncodedFilesTests
{
    private static readonly byte[] Noise =
        [.. Enumerable.Range(0, 60_000).Select(n => (byte)(n * 2_654_435_761L >> 13))];

    private static readonly byte[] Picture = [0x89, .. "PNG\r\n\x1A\n"u8, .. Noise];

    public static TheoryData<string, byte[]> Kinds => new()
    {
        { "PNG", [0x89, .. "PNG\r\n"u8] },
        { "JPEG", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF"u8] },
        { "GIF", [.. "GIF89a"u8] },
        { "WebP", [.. "RIFF\x01\x02\x03\x04WEBPVP8 "u8] },
        { "BMP", [.. "BM"u8, 1, 2, 3, 0, 0, 0, 0, 0, 54, 0, 0, 0] },
        { "TIFF", [.. "II*\0"u8] },
        { "ICO", [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0] },
        { "MP4, HEIC or AVIF", [0, 0, 0, 32, .. "ftypavif"u8] },
        { "PDF", [.. "%PDF-1.7"u8] },
        { "ZIP or Office document", [.. "PK\x03\x04"u8] },
        { "gzip", [0x1F, 0x8B, 8, 0] },
        { "7z", [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C] },
        { "MP3", [.. "ID3\x04"u8] },
        { "MP3", [0xFF, 0xFB, 0x90, 0x64] },
        { "Ogg", [.. "OggS"u8] },
        { "WAV", [.. "RIFF\x01\x02\x03\x04WAVEfmt "u8] },
        { "FLAC", [.. "fLaC"u8] },
        { "WebAssembly", [.. "\0asm"u8, 1] },
        { "ELF", [0x7F, .. "ELF"u8] },
        { "Windows program", [.. "MZ"u8, 0x90, 0] },
        { "WOFF2", [.. "wOF2"u8] },
        { "TrueType font", [0, 1, 0, 0, 0, 15] },
        { "OpenType font", [.. "OTTO"u8] },
        { "SQLite", [.. "SQLite format 3\0"u8] },
        { "RAR", [.. "Rar!\x1A\x07"u8] },
        { "Java class", [0xCA, 0xFE, 0xBA, 0xBE] },
        { "Parquet", [.. "PAR1"u8] },
        { "tar", [.. new byte[257], .. "ustar"u8] },
        { "SVG", Repeat("<svg xmlns=\"http://www.w3.org/2000/svg\">") },
        { "XML", Repeat("<?xml version=\"1.0\"?>\n<orders>") },
        { "HTML", Repeat("<!DOCTYPE html>\n<html>") },
    };

    public static TheoryData<string, string> Texts => new()
    {
        { "base64", Convert.ToBase64String(Picture) },
        { "base64url", Base64Url.EncodeToString(Picture) },
        { "MIME", Convert.ToBase64String(Picture, Base64FormattingOptions.InsertLineBreaks) },
        { "MIME of Unix", Convert.ToBase64String(Picture, Base64FormattingOptions.InsertLineBreaks).Replace("\r", "") },
        { "hex", Convert.ToHexString(Picture) },
        { "bytea", @"\x" + Convert.ToHexStringLower(Picture) },
        { "SQL Server", "0x" + Convert.ToHexString(Picture) },
        { "data URL", $"data:image/png;base64,{Convert.ToBase64String(Picture)}" },
        { "data URL of anything", $"data:application/x-own;base64,{Convert.ToBase64String(Noise)}" },
        { "data URL of text", $"data:image/svg+xml,{Uri.EscapeDataString(new string('<', 30_000))}" },
        { "in HTML", $"<p>Look:\n<img src=\"data:image/png;base64,{Convert.ToBase64String(Picture)}\"></p>" },
        { "in Markdown", $"Look: ![it](data:image/png;base64,{Convert.ToBase64String(Picture)}) !" },
    };

    public static TheoryData<string, string> Tokens => new()
    {
        { "JWT", $"{Encode("{\"alg\":\"RS256\"}")}.{Encode($"{{\"sub\":\"{new string('a', 9_000)}\"}}")}.{Sign(256)}" },
        { "encrypted", Convert.ToBase64String(Noise.AsSpan(0, 9_000)) },
        { "cursor", Base64Url.EncodeToString(Noise.AsSpan(7, 9_000)) },
        { "hash", Convert.ToHexStringLower(Noise.AsSpan(7, 9_000)) },
        { "SAML", Encode($"<saml2p:Response>{new string('a', 9_000)}") },
        { "SAML with a head", Encode($"<?xml version=\"1.0\"?><samlp:Response>{new string('a', 9_000)}") },
        { "SAML in a URL", Convert.ToBase64String(Deflate($"<samlp:AuthnRequest>{Convert.ToHexString(Noise)}")) },
        { "certificate", $"-----BEGIN CERTIFICATE-----\nMIID{Convert.ToBase64String(Noise.AsSpan(7, 9_000))}" },
        { "ruler", new string('-', 90_000) },
        { "words", string.Join('\n', Enumerable.Repeat("some Words 1", 9_000)) },
        { "path", string.Concat(Enumerable.Repeat("/some/Path/1", 400)) },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_first_bytes_tell_the_kind(string kind, byte[] start)
    {
        var facts = Read(Convert.ToBase64String([.. start, .. Noise]));
        Assert.Equal((1, kind), (facts.Files, facts.FileKind));
        facts = ReadJson($$"""{"file":[{{string.Join(',', [.. start, .. Noise])}}]}""");
        Assert.Equal((1, kind), (facts.Files, facts.FileKind));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_file_is_found_however_it_is_written(string name, string text)
    {
        foreach (var encoder in new[] { JavaScriptEncoder.Default, JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        {
            var facts = Read(text, encoder);
            Assert.Equal((name, 1, true), (name, facts.Files, facts.FileCharacters >= 80_000));
        }
        Assert.Equal(1, ReadJson(JsonSerializer.Serialize(text).Replace("/", "\\/", StringComparison.Ordinal)).Files);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_file_is_found_if_only_its_beginning_is_kept(string name, string text)
    {
        var json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { id = 1, text }));
        var facts = JsonBody.Read(json.AsSpan(0, 20_000), complete: false, lines: false);
        Assert.Equal((name, 1), (name, facts.Files));
        Assert.InRange(facts.FileCharacters, 10_000, 20_000);
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void A_token_is_no_file(string name, string text)
    {
        var facts = Read(text);
        Assert.Equal((name, 0), (name, facts.Files));
        Assert.Null(facts.Gap);
    }

    [Fact]
    public void Small_files_add_up()
    {
        var thumbnail = $"data:image/png;base64,{Convert.ToBase64String(Picture.AsSpan(0, 2_250))}";
        var facts = ReadJson(JsonSerializer.Serialize(Enumerable.Range(0, 50).Select(id => new { id, thumbnail })));
        Assert.Equal((50, 150_000), (facts.Files, facts.FileCharacters));
    }

    [Fact]
    public void A_long_text_of_unknown_bytes_is_told()
    {
        Assert.Equal(80_000, Read(Convert.ToBase64String(Noise)).UnknownCharacters);
        Assert.Equal(120_000, Read(Convert.ToHexString(Noise)).UnknownCharacters);
        Assert.Equal(0, Read(new string('-', 90_000)).UnknownCharacters);
        Assert.Equal(0, Read(string.Concat(Enumerable.Repeat("ACGT", 30_000))).UnknownCharacters); // a genome
    }

    [Fact]
    public void Numbers_that_are_no_bytes_are_no_file()
    {
        Assert.Equal(0, ReadJson($"[{string.Join(',', Enumerable.Range(0, 10_000).Select(n => n % 256))}]").Files);
        Assert.Equal(0, ReadJson($"[137,80,78,71,{string.Join(',', Enumerable.Range(0, 10_000))}]").Files);
        var ids = Enumerable.Repeat("""{"id":66}""", 9_000);
        Assert.Equal(0, ReadJson($"[137,80,78,71,{string.Join(',', ids)}]").Files);
    }

    private static JsonFacts Read(string text, JavaScriptEncoder? encoder = null)
        => ReadJson($$"""{"text":"{{(encoder ?? JavaScriptEncoder.Default).Encode(text)}}"}""");

    private static JsonFacts ReadJson(string json)
        => JsonBody.Read(Encoding.UTF8.GetBytes(json), complete: true, lines: false);

    private static byte[] Repeat(string text) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 100)));

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Sign(int bytes) => Base64Url.EncodeToString(Noise.AsSpan(3, bytes));

    private static byte[] Deflate(string text)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest))
            deflate.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
