using System.Text.Json;

namespace PyConDemo.ApiClient.Tests;

public class AnswerComparisonTests
{
    [Theory]
    // a trimmed row is the same row
    [InlineData("""[{"id":1,"a":2}]""", """[{"id":1,"b":3}]""", null)]
    // links are not data
    [InlineData("""{"items":[1],"next":"a"}""", """{"items":[1],"next":"b"}""", null)]
    [InlineData("""[{"id":1}]""", """[{"id":2}]""", "answer[0].id is 2, not 1")]
    [InlineData("""[{"id":1}]""", """[{"id":"1"}]""", "answer[0].id is \"1\", not 1")]
    [InlineData("""[1,2]""", """[1]""", "answer has 1 items, not 2")]
    [InlineData("""{"a":1}""", """{"b":1}""", "they share no field")]
    // equal, but proves nothing
    [InlineData("""{"items":[]}""", """{"items":[]}""", "answer.items is empty")]
    [InlineData("""{"a":true}""", """{"a":false}""", "answer.a is false, not true")]
    public void Only_what_both_answer_is_compared(string one, string other, string? difference)
        => Assert.Equal(difference, Difference(one, other, ComparedFields.Shared));

    [Theory]
    [InlineData("""[{"id":1,"a":2}]""", """[{"id":1,"b":3}]""", "answer[0] has no a")]
    // it may hold more
    [InlineData("""[{"id":1}]""", """[{"id":1,"b":3}]""", null)]
    [InlineData("""{"items":[]}""", """{"items":[]}""", null)]
    [InlineData("""{"items":[],"next":"a"}""", """{"items":[]}""", null)]
    [InlineData("""{"items":[]}""", """{"items":{}}""", "answer.items is {}, not []")]
    public void All_that_is_expected_is_compared(string expected, string actual, string? difference)
        => Assert.Equal(difference, Difference(expected, actual, ComparedFields.All));

    private static string? Difference(string expected, string actual, ComparedFields fields)
        => AnswerComparison.Difference(
            JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(actual).RootElement, fields);
}
