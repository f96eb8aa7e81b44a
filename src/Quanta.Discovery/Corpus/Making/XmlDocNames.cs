using System.Text;

namespace Quanta.Discovery.Corpus.Making;

/// <summary>Reads the identifiers of XML documentation, e.g. <c>M:System.Array.IndexOf``1(``0[],``0)</c> (C# specification, annex D.4.2).</summary>
internal static class XmlDocNames
{
    /// <summary>The identifier without its kind ("M:") and its parameters.</summary>
    public static string Path(string id)
    {
        var end = id.IndexOfAny(['(', '~']);
        return id[(id.IndexOf(':') + 1)..(end < 0 ? id.Length : end)];
    }

    /// <summary>The part of a path before its last dot: the type that declares a member, the namespace of a type.</summary>
    public static string Parent(string path) => path.LastIndexOf('.') is > 0 and var dot ? path[..dot] : "";

    /// <summary>The last part of a path, without the number of type parameters: "IndexOf".</summary>
    public static string Simple(string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        var arity = name.IndexOf('`');
        return (arity < 0 ? name : name[..arity]).Replace('#', '.');
    }

    /// <summary>What a reader calls the thing that a reference names: "String", "Array.IndexOf".</summary>
    public static string Short(string reference)
    {
        var path = Path(reference);
        return reference.StartsWith("T:", StringComparison.Ordinal) || Parent(path).Length == 0
            ? Simple(path)
            : $"{Simple(Parent(path))}.{Simple(path).Replace(".ctor", "constructor", StringComparison.Ordinal)}";
    }

    /// <summary>The parameters' types as a reader writes them, in order.</summary>
    /// <param name="id">The member's identifier.</param>
    /// <param name="typeParameters">Names of the declaring type's parameters (`0).</param>
    /// <param name="methodParameters">Names of the method's own (``0).</param>
    public static IReadOnlyList<string> ParameterTypes(string id, IReadOnlyList<string> typeParameters, IReadOnlyList<string> methodParameters)
    {
        var open = id.IndexOf('(');
        var close = id.LastIndexOf(')');
        if (open < 0 || close < open) return [];
        return [.. Split(id[(open + 1)..close]).Select(type => TypeName(type, typeParameters, methodParameters))];
    }

    private static string TypeName(string type, IReadOnlyList<string> typeParameters, IReadOnlyList<string> methodParameters)
    {
        if (type.EndsWith('@')) return "ref " + TypeName(type[..^1], typeParameters, methodParameters);
        if (type.EndsWith(']') && type.LastIndexOf('[') is > 0 and var bracket) return TypeName(type[..bracket], typeParameters, methodParameters) + type[bracket..];
        if (type.EndsWith('*')) return TypeName(type[..^1], typeParameters, methodParameters) + "*";
        if (type.StartsWith("``", StringComparison.Ordinal)) return Parameter(type[2..], methodParameters);
        if (type.StartsWith('`')) return Parameter(type[1..], typeParameters);
        var open = type.IndexOf('{');
        if (open < 0 || !type.EndsWith('}')) return Simple(type);
        var arguments = Split(type[(open + 1)..^1]).Select(argument => TypeName(argument, typeParameters, methodParameters));
        return $"{Simple(type[..open])}<{string.Join(", ", arguments)}>";
    }

    private static string Parameter(string index, IReadOnlyList<string> names) =>
        int.TryParse(index, out var i) && i >= 0 && i < names.Count ? names[i] : "T" + index;

    /// <summary>Splits at the commas that stand in no bracket.</summary>
    private static List<string> Split(string list)
    {
        var (parts, part, depth) = (new List<string>(), new StringBuilder(), 0);
        foreach (var character in list)
        {
            if (character is '{' or '[' or '(') depth++;
            if (character is '}' or ']' or ')') depth--;
            if (character == ',' && depth == 0)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else part.Append(character);
        }
        if (part.Length > 0) parts.Add(part.ToString());
        return parts;
    }
}
