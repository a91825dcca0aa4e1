namespace PyConDemo.Checklist.Http;

/// <summary>Measures the items of all lists in JSON, while a reader walks through it.</summary>
/// <remarks>An item is any element of an array. Arrays of arrays of numbers don't count: the coordinates of a polygon
/// or the points of a chart are the data that the client asked for. A flat array of numbers does count, because it is a
/// field like any other, such as an embedding.</remarks>
internal sealed class JsonLists
{
    private OpenList[] _open = new OpenList[8];
    private int _count;

    /// <param name="lines">True if the root is a list too: the items of JSON lines have the depth 0.</param>
    public JsonLists(bool lines)
    {
        if (lines) Open(depth: -1, start: 0);
    }

    /// <summary>The mean bytes per item of the list with the largest items; 0 without a list of two.</summary>
    public long LargestMean
    {
        get
        {
            var largest = field;
            foreach (var list in Open()) largest = Math.Max(largest, list.Mean);
            return largest;
        }
        private set;
    }

    /// <summary>True if a list that has not ended yet was judged. Its first items are typical of the rest.</summary>
    public bool IsInJudgedList
    {
        get
        {
            foreach (var list in Open())
                if (list.IsJudged) return true;
            return false;
        }
    }

    public void Open(int depth, long start)
    {
        if (_count == _open.Length) Array.Resize(ref _open, 2 * _count);
        _open[_count++] = new() { Depth = depth, Start = start };
    }

    public void Close(int depth, long end)
    {
        var list = _open[--_count];
        LargestMean = Math.Max(LargestMean, list.Mean);
        if (_count > 0) _open[_count - 1].Ignored += list.HasPoints ? end - list.Start : list.Ignored;
        EndItem(depth, end, list.IsNumeric ? ItemKind.Point : ItemKind.Other);
    }

    /// <summary>A value ends here. It is an item if it is directly in the innermost list.</summary>
    public void EndItem(int depth, long end, ItemKind kind)
    {
        if (_count == 0 || _open[_count - 1].Depth + 1 != depth) return;
        ref var list = ref _open[_count - 1];
        list.Items++;
        if (kind == ItemKind.Number) list.Numbers++;
        if (kind == ItemKind.Point) list.Points++;
        list.Bytes = end - list.Start - list.Ignored;
    }

    private ReadOnlySpan<OpenList> Open() => _open.AsSpan(0, _count);

    public enum ItemKind
    {
        Other,
        Number,

        /// <summary>An array of numbers, or of such arrays.</summary>
        Point,
    }

    private struct OpenList
    {
        public int Depth, Items, Numbers, Points;
        public long Start, Bytes, Ignored;

        public readonly bool IsNumeric => Items > 0 && Numbers + Points == Items;
        public readonly bool HasPoints => IsNumeric && Points > 0;
        public readonly bool IsJudged => Items >= 2 && !HasPoints;
        public readonly long Mean => IsJudged ? Bytes / Items : 0;
    }
}
