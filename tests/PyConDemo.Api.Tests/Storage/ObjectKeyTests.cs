using CsCheck;
using PyConDemo.Api.Storage;

namespace PyConDemo.Api.Tests.Storage;

public class ObjectKeyTests
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    [Fact]
    public void A_key_is_the_hash_of_the_content() =>
        Assert.Equal($"images/{Hash}", ObjectKey.Of(ObjectKind.Images, "test"u8).ToString());

    [Theory]
    [InlineData("images/" + Hash, ObjectKind.Images)]
    [InlineData("reports/" + Hash, ObjectKind.Reports)]
    public void A_key_is_read_back(string text, ObjectKind kind)
    {
        Assert.True(ObjectKey.TryParse(text, out var key));
        Assert.Equal((kind, Hash, text), (key.Kind, key.Hash, key.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(Hash)]
    [InlineData("/images/" + Hash)]
    [InlineData("Images/" + Hash)]
    [InlineData("images//" + Hash)]
    [InlineData("images\\" + Hash)]
    [InlineData("images/" + Hash + "\n")]
    [InlineData("images/" + Hash + "0")]
    [InlineData("images/" + Hash + "/..")]
    [InlineData("images/../reports/" + Hash)]
    [InlineData("images/../../../../../../../../../../../../../../../../../../etc/passwd")]
    [InlineData("images/..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd00")]
    [InlineData("images/9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08")]
    [InlineData("images/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a0\0")]
    // The first digit isn't an ASCII one.
    [InlineData("images/९f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("C:\\Windows\\win.ini")]
    [InlineData("users/" + Hash)]
    public void Nothing_else_is_a_key(string? text) => Assert.False(ObjectKey.TryParse(text, out _));

    [Fact]
    public void A_kind_that_is_none_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ObjectKey.TryCreate((ObjectKind)9, Hash, out _));

    [Fact]
    public void Whatever_text_is_taken_for_a_key_is_written_the_same_and_can_be_no_path()
    {
        string[] parts =
        [
            "images/", "reports/", "..", "/", "\\", "\0", "%2e", "~", ":",
            Hash, Hash[..32], "A", "0", "f", "\n", "ß",
        ];
        var piece = Gen.Int[0, parts.Length - 1].Select(i => parts[i]);
        Gen.OneOf(
            Gen.String,
            piece.Array[0, 6].Select(string.Concat),
            piece.Select(Gen.String[Gen.Char["0123456789abcdefg/."], 62, 66], (a, b) => a + b))
            .Sample(
                text =>
                {
                    if (!ObjectKey.TryParse(text, out var key)) return;
                    Assert.Equal(text, key.ToString());
                    Assert.Matches("^(images|reports)/[0-9a-f]{64}\\z", text);
                },
                iter: 20_000);
    }

    [Fact]
    public void Every_content_has_a_key_that_can_be_read_back() => Gen.Byte.Array.Sample(content =>
    {
        var key = ObjectKey.Of(ObjectKind.Reports, content);
        Assert.True(ObjectKey.TryParse(key.ToString(), out var same));
        Assert.Equal(key, same);
    });
}
