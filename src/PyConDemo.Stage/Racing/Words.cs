namespace PyConDemo.Stage.Racing;

/// <summary>Joins words as in a sentence.</summary>
public static class Words
{
    /// <summary>"bad", "bad and good", "bad, good and yours".</summary>
    public static string List(IEnumerable<string> words) => words.ToArray() switch
    {
        [] => "",
        [var one] => one,
        [.. var first, var last] => $"{string.Join(", ", first)} and {last}",
    };

    /// <summary>With a capital letter, as at the beginning of a sentence.</summary>
    public static string Capital(string sentence)
        => sentence.Length == 0 ? "" : char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
