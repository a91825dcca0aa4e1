using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>Follows which values change between the executions of a statement that reads pages. The recorder's lock
/// guards it.</summary>
internal sealed class ValueChanges(KeyWalk walk)
{
    private int[]? _first;
    private object? _lastKey;
    private bool _moved, _isOther;

    /// <summary>True if only the key or the OFFSET changed, and the key only onwards: each execution was the next
    /// page.</summary>
    public bool IsWalk => _moved && !_isOther;

    public void Add(SqlText text, NpgsqlParameterCollection parameters)
    {
        Span<int> hashes = stackalloc int[KeyWalk.MaxPlaces];
        hashes = hashes[..Math.Min(text.Places.Count, KeyWalk.MaxPlaces)];
        for (var i = 0; i < hashes.Length; i++) hashes[i] = ValueHash.OfPlace(text.Places[i], parameters);
        if (_first is null) _first = hashes.ToArray();
        else Compare(hashes);
        if (walk.Key >= 0 && walk.Key < hashes.Length) AddKey(text.Places[walk.Key], parameters);
    }

    private void Compare(ReadOnlySpan<int> hashes)
    {
        for (var place = 0; place < Math.Min(hashes.Length, _first!.Length); place++)
        {
            if (hashes[place] == _first[place]) continue;
            if (walk.MayChange(place)) _moved = true;
            else if (!IsKey(hashes[place], hashes)) _isOther = true;
        }
    }

    // `a < @a OR (a = @a AND id < @id)` has the key twice.
    private bool IsKey(int hash, ReadOnlySpan<int> hashes)
    {
        for (var place = 0; place < hashes.Length; place++)
            if (walk.MayChange(place) && hashes[place] == hash) return true;
        return false;
    }

    // A loop over arbitrary keys goes back and forth; pages don't. Texts are not compared, because their order is the
    // database's.
    private void AddKey(SqlPlace place, NpgsqlParameterCollection parameters)
    {
        if (place.HasOnlyLiterals) return;
        var key = SqlParameters.Find(place.Parameters[0], parameters)?.Value;
        if (key is not IComparable comparable || key is string or Guid) return;
        if (_lastKey?.GetType() == key.GetType()) _isOther |= comparable.CompareTo(_lastKey) * walk.Direction < 0;
        _lastKey = key;
    }
}
