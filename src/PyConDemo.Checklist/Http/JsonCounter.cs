using System.Text.Json;

namespace PyConDemo.Checklist.Http;

/// <summary>Counts what some JSON contains, while a reader reads it.</summary>
internal sealed class JsonCounter
{
    // A long text can be made of many rows, such as CSV or a picture. This is a short row.
    private const int LongText = 1_000;
    private const int CharactersPerRow = 20;

    private readonly Stack<Open> _open = new();
    private long _items, _values;
    private double _rows;

    public int Depth => _open.Count;

    public JsonContents Contents => new(_items, _values, _rows);

    public void Add(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                _open.Push(new(IsList: true, Rows: 0));
                break;
            case JsonTokenType.StartObject:
                _open.Push(new(IsList: false, Rows: 1));
                break;
            case JsonTokenType.EndArray:
                End(Math.Max(1, _open.Pop().Rows)); // a LEFT JOIN returns one row for an empty list
                break;
            case JsonTokenType.EndObject:
                _items++;
                End(_open.Pop().Rows);
                break;
            case not JsonTokenType.PropertyName:
                AddValue(ref reader);
                break;
        }
    }

    private void AddValue(ref Utf8JsonReader reader)
    {
        _values++;
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length >= LongText)
            _values += reader.ValueSpan.Length / CharactersPerRow;
        if (_open.TryPeek(out var parent) && parent.IsList) _items++;
        End(rows: 1);
    }

    // A list has the rows of all its items. An object has each row of one list with each row of another.
    private void End(double rows)
    {
        if (_open.TryPop(out var parent))
            _open.Push(parent with { Rows = parent.IsList ? parent.Rows + rows : parent.Rows * rows });
        else
            _rows += rows;
    }

    private readonly record struct Open(bool IsList, double Rows);
}
