namespace PyConDemo.ApiClient.Tests;

public class SpellingTests
{
    private static readonly string[] Known = ["offset-pagination", "n-plus-one", "row-locking"];

    [Theory]
    [InlineData("ofset-pagination", " Did you mean 'offset-pagination'?")]
    [InlineData("N-Plus-One", " Did you mean 'n-plus-one'?")]
    [InlineData("zebra", " There are: offset-pagination, n-plus-one, row-locking.")]
    public void It_finds_what_was_meant(string word, string hint) => Assert.Equal(hint, Spelling.Hint(word, Known));
}
