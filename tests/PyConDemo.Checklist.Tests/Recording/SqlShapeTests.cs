using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Tests.Recording;

public sealed class SqlShapeTests
{
    [Theory]
    [InlineData("SELECT * FROM t WHERE a = 'it''s' AND b = 1.5", "SELECT * FROM t WHERE a = ? AND b = ?")]
    [InlineData("SELECT  1 -- a comment\n FROM t;", "SELECT ? FROM t")]
    [InlineData("SELECT /* a /* nested */ comment */ x FROM t", "SELECT x FROM t")]
    [InlineData("SELECT $1::text, x::int", "SELECT ?::text, x::int")]
    [InlineData("SELECT @name, :other FROM t1", "SELECT ?, … FROM t1")]
    [InlineData("SELECT * FROM t WHERE id IN (1, 2)", "SELECT * FROM t WHERE id IN (?, …)")]
    [InlineData("SELECT * FROM t WHERE id IN (1,2,3,4)", "SELECT * FROM t WHERE id IN (?, …)")]
    [InlineData("SELECT $$don't$$, $a$it's $$ here$a$, 5", "SELECT ?, …")]
    [InlineData("""SELECT "o'clock", E'it\'s' FROM t""", """SELECT "o'clock", ? FROM t""")]
    [InlineData("SELECT 'open", "SELECT ?")]
    [InlineData("SELECT /* open", "SELECT")]
    [InlineData("SELECT -1e10 + 0x1F, a1 FROM t2", "SELECT -? + ?, a1 FROM t2")]
    [InlineData("SELECT a[1:2], b FROM t LIMIT 50 OFFSET 10000", "SELECT a[?:?], b FROM t LIMIT ? OFFSET ?")]
    public void Values_white_space_and_comments_are_gone(string sql, string shape)
        => Assert.Equal(shape, SqlShape.Get(sql).Sql);

    [Fact]
    public void A_huge_text_gives_a_short_shape()
        => Assert.InRange(
            SqlShape.Get("SELECT " + string.Join(" + ", Enumerable.Repeat("some_column", 100_000))).Sql.Length,
            1,
            9_000);
}
