using System.Text.Json;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Tests.Racing;

public class SameAnswerTests
{
    [Theory]
    [InlineData("""[{"id":1,"a":2}]""", """[{"id":1,"b":3}]""", null)]                                    // a trimmed row is the same row
    [InlineData("""{"items":[1],"next":"a"}""", """{"items":[1],"next":"b"}""", null)]                     // links are not data
    [InlineData("""[{"id":1}]""", """[{"id":2}]""", "answer[0].id is 1, and 2")]
    [InlineData("""[1,2]""", """[1]""", "answer has 2 items, and 1")]
    [InlineData("""{"a":1}""", """{"b":1}""", "they share no field")]
    [InlineData("""{"items":[]}""", """{"items":[]}""", "answer.items is empty")]                          // equal, but proves nothing
    [InlineData("""{"a":true}""", """{"a":false}""", "answer.a is true, and false")]
    public void Only_what_both_answer_is_compared(string one, string other, string? difference)
        => Assert.Equal(difference, SameAnswer.Difference(JsonDocument.Parse(one).RootElement, JsonDocument.Parse(other).RootElement));
}
