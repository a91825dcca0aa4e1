using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.Data;

public class SeedVersionTests
{
    private const string Sql = """
        -- A quoted -- is no comment, and a comment's quote begins no text.
        INSERT INTO notes (id, "a  name", text) VALUES (1, 'it''s  -- here', E'\'  x');
        CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $body$ SELECT 1  -- $one$
            $body$;
        SELECT 1 /* a /* nested */ comment's */ + 1;
        """;

    [Theory]
    [InlineData("-- A quoted", "-- Another, reworded; (it's)")]
    [InlineData("-- A quoted", "\n--\n-- A quoted")]
    [InlineData("/* a /* nested */ comment's */", " -- 'end of line'\n")]
    [InlineData("/* a /* nested */ comment's */", "")]
    [InlineData("INSERT INTO notes (id, ", "INSERT  INTO\n\tnotes(\n    id , -- the id\n")]
    [InlineData("VALUES (1, ", "VALUES(1,")]
    [InlineData("+ 1;", "+ 1 ;\n\n")]
    public void Another_comment_or_white_space_keeps_the_version(string before, string after)
        => Assert.Equal(SeedVersion.Of(Sql), SeedVersion.Of(Change(before, after)));

    [Theory]
    [InlineData("(1, 'it", "(2, 'it")]
    [InlineData("+ 1", "+ 1 + 1")]
    [InlineData("+ 1", "-- + 1")]
    [InlineData("INSERT INTO", "INSERTINTO")]
    [InlineData("'it''s  -- here'", "'it''s -- here'")]
    [InlineData("'it''s  -- here'", "'it''s  -- there'")]
    [InlineData(@"E'\'  x'", @"E'\' x'")]
    [InlineData("\"a  name\"", "\"a name\"")]
    [InlineData("1  -- $one$", "1  -- $two$")]
    [InlineData("1  -- $one$", "1 -- $one$")]
    public void Another_statement_changes_it(string before, string after)
        => Assert.NotEqual(SeedVersion.Of(Sql), SeedVersion.Of(Change(before, after)));

    [Fact]
    public void Former_names_stand_for_the_seed_files_of_their_time_only()
    {
        var sql = SeedFolder.FromProgramFolder().Sql;
        Assert.Contains("59463c164bb7", SeedVersion.OtherNames(sql));
        Assert.DoesNotContain("59463c164bb7", SeedVersion.OtherNames(sql + "DELETE FROM jobs;"));
        Assert.Contains("59463c164bb7", SeedVersion.OtherNames(sql + "-- That is all."));
    }

    private static string Change(string before, string after)
    {
        Assert.Contains(before, Sql, StringComparison.Ordinal);
        return Sql.Replace(before, after, StringComparison.Ordinal);
    }
}
