namespace PyConDemo.Checklist.Recording;

/// <summary>One measurement's transactions that took locks: one per connection, and the worst. The recorder's lock
/// guards it.</summary>
internal sealed class OpenTransactions(TimeProvider time)
{
    private List<TransactionRows>? _open; // most requests have none
    private TransactionRows? _mostLocked, _mostChanged, _longestHeld;
    private TimeSpan _unseen;

    /// <summary>True if no transaction took locks.</summary>
    public bool IsEmpty => _open is null;

    /// <summary>The transaction of a command that is about to be sent; null if it took no lock yet.</summary>
    /// <param name="process">The id of the server process.</param>
    /// <param name="continues">True if the command is not its transaction's first.</param>
    public TransactionRows? Enter(int process, bool continues, bool takesLocks)
    {
        var transaction = Find(process);
        if (transaction is not null && !continues)
        {
            End(transaction, time.GetTimestamp());
            transaction = null;
        }
        if (transaction is null && takesLocks) (_open ??= []).Add(transaction = new(process));
        transaction?.Resume(time.GetTimestamp(), time);
        if (transaction is not null) Compare(transaction);
        return transaction;
    }

    /// <summary>PostgreSQL shows that the process's transaction is idle and has locks.</summary>
    public void SeeIdle(int process, TimeSpan idle, StatementShape latest)
    {
        var now = time.GetTimestamp();
        if (Find(process) is not { } transaction)
        {
            (_open ??= []).Add(transaction = new(process));
            transaction.Pause(now - (long)(idle.TotalSeconds * time.TimestampFrequency)); // it was idle before the look
        }
        transaction.SeeIdle(idle, latest, now);
        Compare(transaction);
    }

    /// <summary>PostgreSQL shows that the process's transaction is over.</summary>
    public void End(int process) => Find(process)?.End();

    /// <summary>The measurement is over.</summary>
    public void EndAll(long now)
    {
        while (_open is [.., var last]) End(last, now);
    }

    /// <summary>Keeps the transaction if it is worse than all before.</summary>
    public void Compare(TransactionRows transaction)
    {
        if (transaction.Locked > (_mostLocked?.Locked ?? 0)) _mostLocked = transaction;
        if (transaction.Changed > (_mostChanged?.Changed ?? 0)) _mostChanged = transaction;
        if (transaction.Held > (_longestHeld?.Held ?? TimeSpan.Zero)) _longestHeld = transaction;
    }

    public WorstTransactions Snapshot(long now) => new(
        Copy(_mostLocked), Copy(_mostChanged), Copy(_longestHeld),
        (_open ?? []).Select(t => t.UnseenSince(now, time)).Append(_unseen).Max(), TransactionState.IsKnown);

    private TransactionRows? Find(int process)
    {
        if (_open is null) return null;
        foreach (var transaction in _open)
            if (transaction.Process == process) return transaction;
        return null;
    }

    // It is over, and nobody saw its end.
    private void End(TransactionRows transaction, long now)
    {
        if (transaction.UnseenSince(now, time) is var unseen && unseen > _unseen) _unseen = unseen;
        _open!.Remove(transaction);
    }

    private static TransactionRows? Copy(TransactionRows? transaction)
        => transaction is null ? null : transaction with { };
}

/// <summary>A measurement's transactions with the most locks; each is null if there is none.</summary>
/// <param name="Unseen">The longest time in which one may have held its locks while nobody looked.</param>
/// <param name="AreKnown">False if it is not known which commands are in one transaction.</param>
internal sealed record WorstTransactions(
    TransactionRows? MostLocked, TransactionRows? MostChanged, TransactionRows? LongestHeld, TimeSpan Unseen,
    bool AreKnown = true)
{
    public static WorstTransactions None { get; } = new(null, null, null, TimeSpan.Zero);
}
