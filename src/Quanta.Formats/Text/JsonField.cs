using System.Diagnostics.CodeAnalysis;

namespace Quanta.Formats.Text;

/// <summary>What one line of JSON gave: a string or a problem.</summary>
/// <param name="Number">The line, counted from 1.</param>
/// <param name="Value">The field's string, or null where there is a problem.</param>
/// <param name="Problem">Why there is no value, or null.</param>
/// <param name="Label">The second string that was asked for, or null where the line has none.</param>
public readonly record struct JsonField(long Number, string? Value, BadLine? Problem, string? Label = null)
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsGood => Problem is null;

    /// <summary>The field's string.</summary>
    /// <exception cref="InvalidDataException">The line is bad.</exception>
    public string Require() => IsGood ? Value : throw Problem.ToException();
}
