namespace PyConDemo.Checklist.Http;

/// <summary>Measures the items of all lists in JSON, while a reader reads it.</summary>
/// <remarks>An item is any element of an array, or any value of a dictionary. Arrays of arrays of numbers don't count:
/// the coordinates of a polygon or the points of a chart are the data that the client asked for. A flat array of
/// numbers does count, because it is a field like any other, such as an embedding. A serializer writes a dictionary as
/// an object. An object counts as a dictionary if its values are ten objects or more with the same fields.</remarks>
internal sealed class JsonLists
{
    private const int MinValues = 10;

    private Container[] _open = new Container[8];
    private int _count;

    /// <param name="lines">True if the root is a list too, as in JSON lines.</param>
    public JsonLists(bool lines)
    {
        if (lines) Open(start: 0, isObject: false);
    }

    /// <summary>The mean bytes per item of the list with the largest items; 0 without a list of two.</summary>
    public long LargestMean { get; private set; }

    /// <summary>True if that list is a dictionary.</summary>
    public bool IsDictionary { get; private set; }

    /// <summary>The same for objects whose values are ten objects or more with different fields. They can be the items
    /// of a dictionary, or the parts of a document.</summary>
    public long LargestDoubtfulMean { get; private set; }

    /// <summary>True if a list that has not ended yet was judged. Its first items are typical of the rest.</summary>
    public bool IsInJudgedList
    {
        get
        {
            foreach (var container in _open.AsSpan(0, _count))
                if (container.IsJudged) return true;
            return false;
        }
    }

    public void Open(long start, bool isObject)
    {
        if (_count == _open.Length) Array.Resize(ref _open, 2 * _count);
        _open[_count++] = new() { Start = start, IsObject = isObject };
    }

    /// <summary>The innermost object has this field.</summary>
    public void AddField(ReadOnlySpan<byte> name)
    {
        if (_count < 2 || !_open[_count - 2].IsObject) return; // no dictionary's value
        var hash = new HashCode();
        hash.Add(_open[_count - 1].Fields);
        hash.AddBytes(name);
        _open[_count - 1].Fields = hash.ToHashCode();
    }

    public void Close(long end)
    {
        var closed = _open[--_count];
        Judge(closed);
        if (_count > 0) _open[_count - 1].Ignored += closed.HasPoints ? end - closed.Start : closed.Ignored;
        var kind = closed.IsObject ? ItemKind.Object : closed.IsNumeric ? ItemKind.Point : ItemKind.Other;
        EndItem(end, kind, closed.Fields);
    }

    /// <summary>A value of the innermost list or object ends here.</summary>
    /// <param name="fields">A hash of an object's fields.</param>
    public void EndItem(long end, ItemKind kind, int fields = 0)
    {
        if (_count == 0) return;
        ref var container = ref _open[_count - 1];
        container.Items++;
        if (kind == ItemKind.Number) container.Numbers++;
        if (kind == ItemKind.Point) container.Points++;
        if (kind == ItemKind.Object)
        {
            if (container.Objects++ == 0) container.FieldsOfItems = fields;
            container.Differ |= container.FieldsOfItems != fields;
        }
        container.Bytes = end - container.Start - container.Ignored;
    }

    /// <summary>The JSON, or the kept part of it, ends here.</summary>
    public void End()
    {
        foreach (var container in _open.AsSpan(0, _count)) Judge(container);
    }

    private void Judge(in Container container)
    {
        if (container.IsJudged && container.Mean > LargestMean)
            (LargestMean, IsDictionary) = (container.Mean, container.IsObject);
        else if (container.HasManyObjects && container.Differ)
            LargestDoubtfulMean = Math.Max(LargestDoubtfulMean, container.Mean);
    }

    public enum ItemKind
    {
        Other,
        Number,
        Object,

        /// <summary>An array of numbers, or of such arrays.</summary>
        Point,
    }

    /// <summary>An array or an object.</summary>
    private struct Container
    {
        public bool IsObject, Differ;
        public int Items, Numbers, Points, Objects, Fields, FieldsOfItems;
        public long Start, Bytes, Ignored;

        public readonly bool IsNumeric => !IsObject && Items > 0 && Numbers + Points == Items;
        public readonly bool HasPoints => IsNumeric && Points > 0;
        public readonly bool HasManyObjects => IsObject && Items >= MinValues && Objects == Items;
        public readonly bool IsJudged => IsObject ? HasManyObjects && !Differ : Items >= 2 && !HasPoints;
        public readonly long Mean => Bytes / Math.Max(1, Items);
    }
}
