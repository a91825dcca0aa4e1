using System.Collections.Concurrent;

namespace PyConDemo.Checklist;

/// <summary>The exams that requests can be sent by.</summary>
internal sealed class OpenExams
{
    private readonly ConcurrentDictionary<string, Exam> _exams = new();
    private volatile int _count; // asked for with every request, and the dictionary would take all its locks to tell

    public bool Any => _count > 0;

    public void Add(Exam exam)
    {
        if (_exams.TryAdd(exam.Id, exam)) Interlocked.Increment(ref _count);
    }

    public void Remove(Exam exam)
    {
        if (_exams.TryRemove(exam.Id, out _)) Interlocked.Decrement(ref _count);
    }

    public Exam? Find(string id) => _exams.GetValueOrDefault(id);
}
