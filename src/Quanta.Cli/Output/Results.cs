using System.Globalization;
using System.Text.Json.Nodes;
using Quanta.LanguageModels;

namespace Quanta.Cli.Output;

/// <summary>A verb's result as named values: aligned lines for people, one JSON object for programs.</summary>
internal sealed class Results(TextWriter output, bool asJson)
{
    private readonly List<(string Name, JsonNode Value, string Text)> _values = [];

    public Results Add(string name, string value) => Add(name, JsonValue.Create(value), value);

    public Results Add(string name, long value) => Add(name, JsonValue.Create(value), value.ToString("N0", CultureInfo.InvariantCulture));

    public Results Add(string name, double value) => Add(name, JsonValue.Create(value), value.ToString("0.######", CultureInfo.InvariantCulture));

    /// <summary>The windows in which documents are read, and the least that is read before a token; nothing where each document is read at once.</summary>
    public Results Add(ContextWindows? windows) => windows is null ? this
        : Add("window", windows.Tokens).Add("window stride", windows.Stride).Add("least context", windows.LeastContext());

    public void Write()
    {
        if (asJson)
        {
            var values = new JsonObject();
            foreach (var (name, value, _) in _values) values[name.Replace(' ', '_')] = value;
            output.WriteLine(values.ToJsonString());
            return;
        }
        var width = _values.Max(v => v.Name.Length);
        foreach (var (name, _, text) in _values) output.WriteLine($"{name.PadRight(width)}  {text}");
    }

    private Results Add(string name, JsonNode value, string text)
    {
        _values.Add((name, value, text));
        return this;
    }
}
