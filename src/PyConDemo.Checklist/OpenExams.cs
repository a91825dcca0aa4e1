using System.Collections.Concurrent;

namespace PyConDemo.Checklist;

/// <summary>The exams that requests can be sent by.</summary>
internal sealed class OpenExams
{
    private readonly ConcurrentDictionary<string, Exam> _exams = new();

    public bool Any => !_exams.IsEmpty;
    public void Add(Exam exam) => _exams[exam.Id] = exam;
    public void Remove(Exam exam) => _exams.TryRemove(exam.Id, out _);
    public Exam? Find(string id) => _exams.GetValueOrDefault(id);
}
